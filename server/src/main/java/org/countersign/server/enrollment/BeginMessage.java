package org.countersign.server.enrollment;

import java.security.interfaces.ECPublicKey;
import java.util.Set;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.policy.Target;

/** What an app says first, the text {@code B}; docs/formats/enrollment.md §1. */
record BeginMessage(
        EnrollmentId enrollment,
        ECPublicKey key,
        String platform,
        String deviceType,
        String os,
        String app,
        boolean pushCapable) {
    private static final Set<String> NAMES =
            Set.of("v", "enrollment", "key", "platform", "deviceType", "os", "app", "pushCapable");
    private static final Set<String> PLATFORMS = Set.of("web", "android", "ios", "linux", "windows", "macos");
    private static final Set<String> DEVICE_TYPES = Set.of("phone", "tablet", "desktop", "other");
    private static final int LONGEST = 64;

    static BeginMessage read(byte[] begin) throws Fields.Malformed {
        Fields fields = Fields.read(begin, NAMES);
        fields.version();
        return new BeginMessage(
                fields.enrollment(),
                fields.key("key"),
                fields.oneOf("platform", PLATFORMS),
                fields.oneOf("deviceType", DEVICE_TYPES),
                fields.shown("os", LONGEST),
                fields.shown("app", LONGEST),
                fields.truth("pushCapable"));
    }

    Target target() {
        return Target.of(platform, os);
    }

    /** Reads a begin that was read before. */
    static BeginMessage known(byte[] begin) {
        try {
            return read(begin);
        } catch (Fields.Malformed changed) {
            throw new IllegalStateException("a stored begin was changed", changed);
        }
    }
}
