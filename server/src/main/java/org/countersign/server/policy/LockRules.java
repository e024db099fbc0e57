package org.countersign.server.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When wrong passcodes and passwords make a token or a name pause. A token keeps the rules that held when it was assigned.
 *
 * @param threshold wrong passcodes in a row before the token pauses, 1 to 20
 * @param seconds how long a token or a name pauses, 30 seconds to a day
 * @param failureCap wrong passcodes in a row before only an operator can unlock, 1 to 100 (SP 800-63B-4)
 * @param passwordThreshold wrong passwords in a row before the name pauses, 1 to 20
 * @param mails whether users get a mail when their token or their name pauses or locks; they do unless it says no
 */
public record LockRules(
        int threshold,
        int seconds,
        int failureCap,
        int passwordThreshold,
        @Nullable Boolean mails) {
    /** What a new virtual server starts with. */
    public static final LockRules DEFAULT = new LockRules(5, 900, 100, 5, true);

    public LockRules {
        PolicyRule.LOCK_THRESHOLD.require(threshold);
        PolicyRule.LOCK_SECONDS.require(seconds);
        PolicyRule.FAILURE_CAP.require(failureCap);
        PolicyRule.PASSWORD_THRESHOLD.require(passwordThreshold);
        mails = !Boolean.FALSE.equals(mails);
    }

    /** Says whether users get a mail when something of theirs pauses or locks. */
    public boolean tellsUsers() {
        return !Boolean.FALSE.equals(mails);
    }

    /** Returns how long a token or a name pauses. */
    public Duration duration() {
        return Duration.ofSeconds(seconds);
    }
}
