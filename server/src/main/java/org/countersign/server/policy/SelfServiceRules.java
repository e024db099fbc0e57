package org.countersign.server.policy;

import java.time.Duration;

/**
 * What users may do by themselves.
 *
 * @param enroll whether somebody without an authenticator may add their first one, with a code by mail and their password
 * @param replace whether somebody with an authenticator may add another one, or a new one in its place
 * @param removeLast whether they may remove the last one that works
 * @param temporaryPasscode whether somebody without their phone may give themselves a temporary passcode
 * @param temporaryHours how long it is good, 1 to 72
 * @param recoveryCodes whether they may have recovery codes and sign in with them
 * @param reactions what 'It wasn't me!' sets off
 */
public record SelfServiceRules(
        boolean enroll,
        boolean replace,
        boolean removeLast,
        TemporaryPasscode temporaryPasscode,
        int temporaryHours,
        boolean recoveryCodes,
        ReactionRules reactions) {
    /** What a new virtual server starts with. */
    public static final SelfServiceRules DEFAULT =
            new SelfServiceRules(true, true, false, TemporaryPasscode.ONCE, 24, true, ReactionRules.DEFAULT);

    public SelfServiceRules {
        // Of what programs send, a choice may be missing.
        PolicyRule.TEMPORARY_PASSCODE.requireText(String.valueOf(temporaryPasscode));
        PolicyRule.TEMPORARY_HOURS.require(temporaryHours);
    }

    /** Returns how long a temporary passcode is good. */
    public Duration temporaryLifetime() {
        return Duration.ofHours(temporaryHours);
    }

    /** Returns these rules with another word on who may enroll by themselves. */
    public SelfServiceRules withEnrolling(boolean first, boolean further) {
        return new SelfServiceRules(
                first, further, removeLast, temporaryPasscode, temporaryHours, recoveryCodes, reactions);
    }

    /** Returns these rules with another word on removing the last authenticator. */
    public SelfServiceRules withRemoveLast(boolean allowed) {
        return new SelfServiceRules(
                enroll, replace, allowed, temporaryPasscode, temporaryHours, recoveryCodes, reactions);
    }

    /** Returns these rules with another word on what helps without a phone. */
    public SelfServiceRules withHelp(TemporaryPasscode temporary, boolean codes) {
        return new SelfServiceRules(enroll, replace, removeLast, temporary, temporaryHours, codes, reactions);
    }

    /** Returns these rules with other reactions. */
    public SelfServiceRules with(ReactionRules other) {
        return new SelfServiceRules(
                enroll, replace, removeLast, temporaryPasscode, temporaryHours, recoveryCodes, other);
    }
}
