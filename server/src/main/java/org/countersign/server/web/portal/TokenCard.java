package org.countersign.server.web.portal;

import org.countersign.otp.PinRule;
import org.jspecify.annotations.Nullable;

/**
 * A token as its user reads it.
 *
 * @param device where it lives, in words, or none when that is unknown
 * @param state {@code active}, {@code paused}, {@code lost}, {@code suspended} or {@code locked}
 * @param lastUsed when it was used last, in words, or none
 * @param serverPin which PINs it takes beside the passcode, or none when it has no server PIN
 * @param resynchronisable whether two passcodes in a row can find it again
 */
public record TokenCard(
        String id,
        String name,
        String serial,
        @Nullable String device,
        String state,
        @Nullable String lastUsed,
        @Nullable PinRule serverPin,
        boolean resynchronisable) {
    /** Says whether it can be used now. */
    public boolean isActive() {
        return state.equals("active") || state.equals("paused");
    }

    /** Returns the colour that goes with the state. */
    public String tone() {
        return switch (state) {
            case "active" -> "good";
            case "locked" -> "bad";
            default -> "look";
        };
    }
}
