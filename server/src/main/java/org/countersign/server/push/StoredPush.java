package org.countersign.server.push;

import java.time.Instant;
import java.util.Map;
import org.countersign.server.kernel.PushRequestId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;

/**
 * A push request as it lies in the database.
 *
 * @param requestHash {@code b64u(SHA-256(jws))}
 * @param context what the app shows, and serial and name of the token that is asked
 */
record StoredPush(
        PushRequestId id,
        VirtualServerId virtualServer,
        UserId user,
        TokenId token,
        String requester,
        String jws,
        String requestHash,
        int numberDigits,
        PushState state,
        @Nullable String endedBecause,
        Map<String, String> context,
        Instant createdAt,
        Instant expiresAt,
        boolean delivered,
        boolean opened) {

    boolean isOverdueAt(Instant now) {
        return state == PushState.PENDING && !now.isBefore(expiresAt);
    }

    String serial() {
        return context.getOrDefault("serial", "");
    }

    StoredPush ended(PushState end, @Nullable String because) {
        return new StoredPush(
                id,
                virtualServer,
                user,
                token,
                requester,
                jws,
                requestHash,
                numberDigits,
                end,
                because,
                context,
                createdAt,
                expiresAt,
                delivered,
                opened);
    }
}
