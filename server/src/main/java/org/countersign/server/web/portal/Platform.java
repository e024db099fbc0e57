package org.countersign.server.web.portal;

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

    /** Says whether it is the device that shows the page, as far as its browser says what it runs on. */
    boolean isHere(@Nullable String shownOn) {
        return system == null || system.equals(shownOn);
    }

    /** Returns the end of the keys of its texts. */
    public String key() {
        return name();
    }
}
