package org.countersign.server.testing;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.countersign.server.kernel.CountersignSettings;
import org.jspecify.annotations.Nullable;

/** Settings of a server that is not started: for parts that are tested alone. */
public final class TestSettings {
    private TestSettings() {}

    /** Returns the settings of a server in production that may call {@code pushServices} and knows places from a file. */
    public static CountersignSettings production(List<String> pushServices, @Nullable Path placesFile) {
        return new CountersignSettings(
                CountersignSettings.Mode.PRODUCTION,
                URI.create("https://login.example.com"),
                URI.create("https://app.example.com"),
                null,
                Path.of("data"),
                null,
                null,
                null,
                null,
                "countersign@example.com",
                pushServices,
                placesFile,
                List.of(),
                null);
    }
}
