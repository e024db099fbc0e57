package org.countersign.server.audit;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of the record, as read back.
 *
 * @param at when it was written
 * @param type name of an {@link AuditType}; a newer server may have written one that is unknown here
 */
public record AuditEntry(
        UUID id,
        Instant at,
        String type,
        String actor,
        @Nullable UUID userId,
        @Nullable UUID tokenId,
        @Nullable String ip,
        Map<String, String> details) {}
