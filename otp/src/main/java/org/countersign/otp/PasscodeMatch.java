package org.countersign.otp;

/**
 * What comparing a typed passcode with a token's passcodes came to.
 *
 * <p>Matching is a pure function: it spends nothing. The server accepts a {@link Matched} passcode only if its own
 * conditional update, from a lower moving factor to the matched one, changes a row.
 */
public sealed interface PasscodeMatch {

    /**
     * The passcode is one that may still be used.
     *
     * @param movingFactor the counter or time step it belongs to, to be recorded as the last one spent
     */
    record Matched(long movingFactor) implements PasscodeMatch {}

    /**
     * The passcode was right once, but it has been spent, or passed over because a later one was spent. Somebody may
     * have seen or stolen it, so it is refused and the operators are told.
     *
     * @param movingFactor the counter or time step it belongs to; if it is the last one spent, the passcode certainly
     *     was used, and if lower, it was used or passed over
     */
    record SpentBefore(long movingFactor) implements PasscodeMatch {}

    /** The passcode is none of those searched. */
    record NoMatch() implements PasscodeMatch {}
}
