package org.countersign.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S1 the first start in production")
class FirstStartTest {
    @Test
    void makesTheProviderAndItsOperatorWhenItIsToldWhom() {
        try (RunningServer server = RunningServer.planted()) {
            VirtualServers virtualServers = server.part(VirtualServers.class);
            assertThat(virtualServers.all()).isEmpty();
            assertThat(start(server, null)).first().asString().contains("There is no virtual server yet");
            assertThat(start(server, "nobody")).first().asString().contains("is no mail address");
            assertThat(virtualServers.all()).isEmpty();

            List<String> lines = start(server, "ops@example.com");

            String password = lines.getLast().substring(lines.getLast().lastIndexOf(' ') + 1);
            VirtualServer provider = virtualServers.find("provider").orElseThrow();
            assertThat(provider.provider()).isTrue();
            assertThat(server.part(Users.class).checkPassword(provider.id(), "admin", password))
                    .isInstanceOf(PasswordCheck.Accepted.class);
        }
    }

    private static List<String> start(RunningServer server, @Nullable String mail) {
        CountersignSettings settings = new CountersignSettings(
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
                List.of(),
                null,
                List.of(),
                mail);
        return new FirstStart(server.part(VirtualServers.class), server.part(Openings.class), settings).lines();
    }
}
