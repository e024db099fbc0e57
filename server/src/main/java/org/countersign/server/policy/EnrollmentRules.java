package org.countersign.server.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How people get their tokens.
 *
 * @param mailedHours how long a mailed activation string works, 1 to 72
 * @param standardApps whether users may get tokens for standard authenticator apps, whose seed is shown on a page; not unless
 *     it says so
 * @param qr whether pages show an activation as a QR code too; they do unless it says no
 * @param confirmOnPage whether a token waits until its user has said on the page that their app shows the same number; not unless
 *     it says so
 * @param targets which kinds of devices may enroll; all of which nothing is said
 */
public record EnrollmentRules(
        int mailedHours,
        @Nullable Boolean standardApps,
        @Nullable Boolean qr,
        @Nullable Boolean confirmOnPage,
        @Nullable TargetRules targets) {
    /** What a new virtual server starts with. */
    public static final EnrollmentRules DEFAULT = new EnrollmentRules(72, false, true, false, TargetRules.ALL);

    public EnrollmentRules {
        PolicyRule.MAILED_HOURS.require(mailedHours);
        standardApps = Boolean.TRUE.equals(standardApps);
        qr = !Boolean.FALSE.equals(qr);
        confirmOnPage = Boolean.TRUE.equals(confirmOnPage);
        targets = targets == null ? TargetRules.ALL : targets;
        if (targets.isNothing()) {
            throw new UnacceptableRule(
                    UnacceptableRule.Fault.NO_TARGET,
                    "enrollment.targets allows no target, so that nobody could enroll",
                    PolicyRule.enrollmentTargets());
        }
    }

    /** Says whether a page may show an activation as a QR code. */
    public boolean showsQr() {
        return !Boolean.FALSE.equals(qr);
    }

    /** Says whether a token waits for its user's word on the page. */
    public boolean confirmsOnPage() {
        return Boolean.TRUE.equals(confirmOnPage);
    }

    /** Says whether a device of this kind may enroll. */
    public boolean allows(Target target) {
        return targets == null || targets.allow(target);
    }

    /** Says whether users may get tokens for standard authenticator apps. */
    public boolean areForStandardApps() {
        return Boolean.TRUE.equals(standardApps);
    }

    /** Says whether a browser that runs on this operating system may enroll. */
    public boolean allowSystem(String system) {
        return allows(Target.of("web", system));
    }

    /** Returns how long a mailed activation string works. */
    public Duration mailedLifetime() {
        return Duration.ofHours(mailedHours);
    }
}
