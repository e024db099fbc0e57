package org.countersign.server.audit;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks for in the whole record; what is absent does not matter.
 *
 * @param from at this moment or later
 * @param to before this moment
 * @param types only these, or all when empty
 * @param actor who did it, as {@link Actor#text} says it
 * @param ip an address, or the beginning of one followed by {@code *}
 * @param text part of any detail, whatever the case of its letters
 */
public record AuditQuery(
        @Nullable Instant from,
        @Nullable Instant to,
        Set<AuditType> types,
        @Nullable String actor,
        @Nullable UserId user,
        @Nullable TokenId token,
        @Nullable String ip,
        @Nullable String text) {

    public AuditQuery {
        types = Set.copyOf(types);
    }

    /** Says whether everything asked for narrows what has to be looked at. */
    boolean isIndexed() {
        return actor == null && ip == null && text == null;
    }

    /** Looks for everything within a range of time. */
    public static AuditQuery between(@Nullable Instant from, @Nullable Instant to) {
        return new AuditQuery(from, to, Set.of(), null, null, null, null, null);
    }

    /**
     * Where an event stands in the record.
     *
     * @param lane 0 to 15
     * @param sequence its number within the lane, from 1
     */
    public record Place(int lane, long sequence) {
        @Override
        public String toString() {
            return lane + "-" + sequence;
        }
    }

    /**
     * From where a list goes on.
     *
     * @param at when the last event shown was written
     * @param id its id: events of one moment stand by it
     */
    public record Position(Instant at, UUID id) {}
}
