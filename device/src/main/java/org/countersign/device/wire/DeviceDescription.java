package org.countersign.device.wire;

import java.util.Set;

/**
 * What an app says about itself when it enrolls; shown to operators, never trusted.
 *
 * @param platform {@code web}, {@code android}, {@code ios}, {@code linux}, {@code windows} or {@code macos}
 * @param deviceType {@code phone}, {@code tablet}, {@code desktop} or {@code other}
 * @param os at most 64 characters, for example {@code Android 16}
 * @param app name and version, at most 64 characters
 * @param pushCapable whether push requests can reach this app at all
 */
public record DeviceDescription(String platform, String deviceType, String os, String app, boolean pushCapable) {
    private static final Set<String> PLATFORMS = Set.of("web", "android", "ios", "linux", "windows", "macos");
    private static final Set<String> DEVICE_TYPES = Set.of("phone", "tablet", "desktop", "other");

    /** Refuses values that the page does not have. */
    public DeviceDescription {
        if (!PLATFORMS.contains(platform) || !DEVICE_TYPES.contains(deviceType)) {
            throw new IllegalArgumentException("Unknown platform or device type: " + platform + ", " + deviceType);
        }
        if (os.isEmpty() || os.length() > 64 || app.isEmpty() || app.length() > 64) {
            throw new IllegalArgumentException("System and app are named in 1 to 64 characters");
        }
    }
}
