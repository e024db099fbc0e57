package org.countersign.server.authentication;

import org.countersign.otp.PinFault;

/** What came of a PIN that somebody chose to end their sign-in. */
public sealed interface PinStep {
    /** It is chosen, and with that they are signed in. */
    record Chosen(SignInStep.SignedIn who) implements PinStep {}

    /** The rule refuses it; the sign-in goes on. */
    record Unacceptable(PinFault fault) implements PinStep {}

    /** It is the one that they were given; the sign-in goes on. */
    record Same() implements PinStep {}

    /** This sign-in waits for no PIN (any more), or the PIN was replaced since. The person starts again. */
    record Over() implements PinStep {}
}
