package org.countersign.server.authentication;

import java.time.Instant;
import org.countersign.server.kernel.UserId;

/** What came of a passcode that a program asked about in one step. */
public sealed interface PasscodeCheck {
    /**
     * The passcode, and the password when one was given, are right; the passcode is spent.
     *
     * @param pinMustChange whether the PIN beside it was set by an operator or is too old, and its user has yet to choose another
     */
    record Accepted(UserId user, String serial, boolean pinMustChange) implements PasscodeCheck {}

    /** Unknown user, no token, wrong or spent passcode, wrong password: one answer for all. */
    record Refused() implements PasscodeCheck {}

    /** Too many failures; nothing is looked at before {@code until}. */
    record Paused(Instant until) implements PasscodeCheck {}
}
