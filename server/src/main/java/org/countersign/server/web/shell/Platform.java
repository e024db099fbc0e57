package org.countersign.server.web.shell;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where an app is to live. */
public enum Platform {
    ANDROID("Android"),
    IPHONE("iOS"),
    TABLET("iPadOS"),
    COMPUTER(null);

    private final @Nullable String system;

    Platform(@Nullable String system) {
        this.system = system;
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
