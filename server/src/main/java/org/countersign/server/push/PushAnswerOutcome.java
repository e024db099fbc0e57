package org.countersign.server.push;

import org.countersign.server.kernel.PushRequestId;

/** What came of a device's answer: one case for each code of docs/formats/device-api.md. */
public sealed interface PushAnswerOutcome {
    /** The answer counts; the request is {@link PushState#APPROVED}, {@code DENIED} or {@code REPORTED}. */
    record Taken(PushRequestId request, PushState state) implements PushAnswerOutcome {}

    /** It is not as its page says, or not about the request as it was sent. */
    record Malformed() implements PushAnswerOutcome {}

    /** The device's clock is too far off. */
    record ClockSkew() implements PushAnswerOutcome {}

    /** No such serial, or not signed by its device. */
    record SignatureInvalid() implements PushAnswerOutcome {}

    /** The token is not in use. */
    record TokenInactive() implements PushAnswerOutcome {}

    /** There is no such request for this token. */
    record RequestUnknown() implements PushAnswerOutcome {}

    /** Its time is up. */
    record RequestExpired() implements PushAnswerOutcome {}

    /** A newer request took its place, or whoever asked went on without it. */
    record RequestSuperseded() implements PushAnswerOutcome {}

    /** It was answered before. */
    record RequestAnswered() implements PushAnswerOutcome {}

    /** The number differs from the one on the login page; the request has ended as denied. */
    record NumberWrong() implements PushAnswerOutcome {}

    /** The token has a server PIN, and the answer came without it; the request is still open. */
    record PinRequired() implements PushAnswerOutcome {}

    /**
     * The PIN is wrong; the request is still open.
     *
     * @param left tries left before the token locks or pauses
     */
    record PinWrong(int left) implements PushAnswerOutcome {}

    /** Too many wrong PINs: the token is locked. */
    record TokenLocked() implements PushAnswerOutcome {}

    /** The passcode is wrong, spent, or the token pauses; the request is still open. */
    record PasscodeRefused() implements PushAnswerOutcome {}
}
