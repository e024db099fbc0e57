package org.countersign.server.policy;

import java.util.Locale;

/** What kind of device an app lives on, as far as the app says: whoever has the string of an enrollment could say another. */
public enum Target {
    ANDROID,
    /** iPhone and iPad. */
    IOS,
    WINDOWS,
    MACOS,
    /** Linux and ChromeOS. */
    LINUX,
    OTHER;

    /**
     * Returns the target of an app.
     *
     * @param platform {@code web} for an app in a browser, otherwise what it was built for
     * @param system the operating system as the app names it, for example {@code Android 15}
     */
    public static Target of(String platform, String system) {
        String name = (platform.equals("web") ? system : platform).toLowerCase(Locale.ROOT);
        if (name.startsWith("android")) {
            return ANDROID;
        }
        if (name.startsWith("ios") || name.startsWith("ipados")) {
            return IOS;
        }
        if (name.startsWith("windows")) {
            return WINDOWS;
        }
        if (name.startsWith("macos")) {
            return MACOS;
        }
        return name.startsWith("linux") || name.startsWith("chromeos") ? LINUX : OTHER;
    }
}
