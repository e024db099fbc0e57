package org.countersign.server.push;

import java.time.Instant;
import org.countersign.server.kernel.PushRequestId;
import org.jspecify.annotations.Nullable;

/**
 * A push request as whoever asked for it sees it.
 *
 * @param number digits to show on the login page for the user to type in the app, or none; a record of it would defeat
 *     it, so it is never logged and {@link #toString()} leaves it out
 * @param deviceName the token's name as its user knows it
 * @param delivered whether it has reached the app
 * @param opened whether a person has it on the screen
 * @param reason why it ended, for the record: {@code cancelled}, {@code not_me}, {@code number}, …
 */
public record PushProgress(
        PushRequestId id,
        PushState state,
        @Nullable String number,
        String deviceName,
        Instant createdAt,
        Instant expiresAt,
        boolean delivered,
        boolean opened,
        @Nullable String reason) {

    /** Says whether the outcome is known. */
    public boolean isDecided() {
        return state != PushState.PENDING;
    }

    @Override
    public String toString() {
        return "PushProgress[" + id + " " + state + "]";
    }
}
