package org.countersign.server.protocol.rest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A program's key as operators see it: everything but the key.
 *
 * @param expiresAt when it ends by itself, or none
 * @param lastUsedAt when it was used last, to the hour, or none
 */
public record ApiKey(
        ApiClient client,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {
    /** Says whether it has ended by itself. */
    public boolean isOverAt(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
