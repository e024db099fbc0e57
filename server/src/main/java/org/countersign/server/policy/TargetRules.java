package org.countersign.server.policy;

import org.jspecify.annotations.Nullable;

/**
 * Which targets something is allowed on. A target of which nothing is said is allowed: settings that were written before there
 * were such rules, or without them, allow all.
 *
 * @param android phones and tablets with Android
 * @param ios iPhone and iPad
 * @param windows computers with Windows
 * @param macos computers with macOS
 * @param linux computers with Linux or ChromeOS
 * @param other whatever does not say what it is
 */
public record TargetRules(
        @Nullable Boolean android,
        @Nullable Boolean ios,
        @Nullable Boolean windows,
        @Nullable Boolean macos,
        @Nullable Boolean linux,
        @Nullable Boolean other) {
    /** Allowed everywhere. */
    public static final TargetRules ALL = new TargetRules(true, true, true, true, true, true);

    public TargetRules {
        android = !Boolean.FALSE.equals(android);
        ios = !Boolean.FALSE.equals(ios);
        windows = !Boolean.FALSE.equals(windows);
        macos = !Boolean.FALSE.equals(macos);
        linux = !Boolean.FALSE.equals(linux);
        other = !Boolean.FALSE.equals(other);
    }

    /** Says whether it is allowed on a target. */
    public boolean allow(Target target) {
        return Boolean.TRUE.equals(
                switch (target) {
                    case ANDROID -> android;
                    case IOS -> ios;
                    case WINDOWS -> windows;
                    case MACOS -> macos;
                    case LINUX -> linux;
                    case OTHER -> other;
                });
    }

    /** Says whether it is allowed nowhere. */
    boolean isNothing() {
        for (Target target : Target.values()) {
            if (allow(target)) {
                return false;
            }
        }
        return true;
    }
}
