package org.countersign.server.audit;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the record somebody looks for.
 *
 * @param types only these, or all when empty
 * @param user only about this user, or about anybody
 * @param token only about this token, or about any
 * @param before only what is older than this entry, or from the newest on
 */
public record AuditFilter(
        Set<AuditType> types,
        @Nullable UserId user,
        @Nullable TokenId token,
        @Nullable Position before) {

    /** Where an entry stands in the order of the record; entries of one moment stand by id. */
    public record Position(Instant at, UUID id) {}

    public AuditFilter {
        types = Set.copyOf(types);
    }

    /** Looks for entries of {@code types} about anybody, from the newest on. */
    public static AuditFilter of(Set<AuditType> types) {
        return new AuditFilter(types, null, null, null);
    }
}
