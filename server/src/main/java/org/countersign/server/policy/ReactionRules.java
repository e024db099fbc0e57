package org.countersign.server.policy;

import java.time.Duration;

/**
 * What happens when a user says of a sign-in: 'It wasn't me!' Each step can be undone, and each has an end: nobody is locked
 * out for ever by it.
 *
 * @param stopPushMinutes how long no push request is sent to the user, 0 to 1440; 0 sends them as before
 * @param lockSourceMinutes how long the address that it came from is refused for this user, 0 to 1440; 0 refuses none
 * @param endSignIns whether sign-ins of this user that are open end
 * @param alertOperators whether the operators get a mail
 * @param changePassword whether the user chooses a new password at the next sign-in, after the second factor
 */
public record ReactionRules(
        int stopPushMinutes,
        int lockSourceMinutes,
        boolean endSignIns,
        boolean alertOperators,
        boolean changePassword) {
    /** What a new virtual server starts with. */
    public static final ReactionRules DEFAULT = new ReactionRules(10, 60, true, true, true);

    public ReactionRules {
        PolicyRule.STOP_PUSH_MINUTES.require(stopPushMinutes);
        PolicyRule.LOCK_SOURCE_MINUTES.require(lockSourceMinutes);
    }

    /** Returns how long no push request is sent. */
    public Duration pushPause() {
        return Duration.ofMinutes(stopPushMinutes);
    }

    /** Returns how long the source is refused. */
    public Duration sourceLock() {
        return Duration.ofMinutes(lockSourceMinutes);
    }
}
