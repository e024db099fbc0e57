package org.countersign.server.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How people get their tokens.
 *
 * @param mailedHours how long a mailed activation string works, 1 to 72
 * @param standardApps whether users may get tokens for standard authenticator apps, whose seed is shown on a page; not unless
 *     it says so
 */
public record EnrollmentRules(int mailedHours, @Nullable Boolean standardApps) {
    /** What a new virtual server starts with. */
    public static final EnrollmentRules DEFAULT = new EnrollmentRules(72, false);

    public EnrollmentRules {
        PolicyRule.MAILED_HOURS.require(mailedHours);
        standardApps = Boolean.TRUE.equals(standardApps);
    }

    /** Says whether users may get tokens for standard authenticator apps. */
    public boolean areForStandardApps() {
        return Boolean.TRUE.equals(standardApps);
    }

    /** Returns how long a mailed activation string works. */
    public Duration mailedLifetime() {
        return Duration.ofHours(mailedHours);
    }
}
