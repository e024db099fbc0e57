package org.countersign.server.policy;

import java.time.Duration;

/**
 * How people get their tokens.
 *
 * @param mailedHours how long a mailed activation string works, 1 to 72
 */
public record EnrollmentRules(int mailedHours) {
    /** What a new virtual server starts with. */
    public static final EnrollmentRules DEFAULT = new EnrollmentRules(72);

    public EnrollmentRules {
        Bounds.require("mailedHours", mailedHours, 1, 72);
    }

    /** Returns how long a mailed activation string works. */
    public Duration mailedLifetime() {
        return Duration.ofHours(mailedHours);
    }
}
