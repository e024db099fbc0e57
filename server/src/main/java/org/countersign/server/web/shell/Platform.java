package org.countersign.server.web.shell;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where an app is to live. */
public enum Platform {
    ANDROID("Android", "Android"),
    IPHONE("iOS", "iOS"),
    TABLET("iPadOS", "iPadOS Android"),
    COMPUTER(null, "Windows macOS Linux Other");

    private final @Nullable String system;
    private final String runs;

    Platform(@Nullable String system, String runs) {
        this.system = system;
        this.runs = runs;
    }

    /** Returns the platforms of which one operating system at least fits, or all when none does. */
    public static List<Platform> where(Predicate<String> fits) {
        List<Platform> fitting = Arrays.stream(values())
                .filter(platform -> Stream.of(platform.runs.split(" ", -1)).anyMatch(fits))
                .toList();
        return fitting.isEmpty() ? List.of(values()) : fitting;
    }

    /**
     * Returns the device that shows a page, as far as its browser says: a computer when it does not.
     *
     * @param shownOn operating system of the browser, or none when unknown
     */
    public static Platform of(@Nullable String shownOn) {
        return Arrays.stream(values())
                .filter(platform -> platform.system != null && platform.system.equals(shownOn))
                .findFirst()
                .orElse(COMPUTER);
    }

    /** Says whether it is the device that shows the page, as far as its browser says what it runs on. */
    public boolean isHere(@Nullable String shownOn) {
        return system == null || system.equals(shownOn);
    }

    /** Returns the end of the keys of its texts. */
    public String key() {
        return name();
    }
}
