package org.countersign.server.tokens;

/** What came of a PIN that somebody gave; docs/formats/pin.md. */
public sealed interface PinCheck {
    /** It is the right one. */
    record Right() implements PinCheck {}

    /**
     * It is not; the try is charged.
     *
     * @param left wrong ones that are still allowed, at least 1
     */
    record Wrong(int left) implements PinCheck {}

    /** Too many were wrong: the token is locked for good, and nothing was looked at or this was the last one. */
    record Locked() implements PinCheck {}

    /** The message was looked at before, or says something that its page does not. */
    record Malformed() implements PinCheck {}

    /** The token pauses after too many wrong passcodes or server PINs; nothing was looked at. */
    record Paused() implements PinCheck {}

    /** The token is out of use. */
    record TokenInactive() implements PinCheck {}

    /** The new PIN is not taken: the token's rule refuses it. */
    record Unacceptable(org.countersign.otp.PinFault fault) implements PinCheck {}
}
