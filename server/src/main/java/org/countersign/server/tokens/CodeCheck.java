package org.countersign.server.tokens;

import java.time.Instant;
import org.countersign.server.kernel.TokenId;

/** What came of a passcode. People outside hear one answer for all that is not accepted; the record keeps the reason. */
public sealed interface CodeCheck {
    /**
     * The passcode is right and is spent by this check.
     *
     * @param movingFactor its time step or counter
     * @param besidePin whether a server PIN was typed beside it
     */
    record Accepted(TokenId token, String serial, long movingFactor, boolean besidePin) implements CodeCheck {}

    /** The passcode belongs to no token of the user within its window, or is not even of the right form. */
    record Wrong() implements CodeCheck {}

    /** The passcode was right once and has been spent: somebody may have seen it. */
    record Replayed(TokenId token, String serial) implements CodeCheck {}

    /** The token pauses or is locked after too many failures; the passcode was not looked at. */
    record Paused(Instant until) implements CodeCheck {}

    /**
     * An answer of the token's own app came with the wrong PIN.
     *
     * @param left tries left, 0 when the token is locked now
     */
    record WrongPin(int left) implements CodeCheck {}

    /**
     * The challenge is none that may be answered (any more); no response was looked at.
     *
     * @param reason why, for the record
     */
    record ChallengeOver(String reason) implements CodeCheck {}

    /** There is no token in use to check against. */
    record NoToken() implements CodeCheck {}

    /** Returns the reason as the record names it. */
    default String reason() {
        return switch (this) {
            case Accepted accepted -> "accepted";
            case Wrong wrong -> "wrong passcode";
            case Replayed replayed -> "passcode spent before";
            case Paused paused -> "token paused";
            case WrongPin pin -> "wrong PIN";
            case ChallengeOver over -> over.reason();
            case NoToken none -> "no token";
        };
    }
}
