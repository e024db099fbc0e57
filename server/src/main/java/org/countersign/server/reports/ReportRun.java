package org.countersign.server.reports;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A report that is kept.
 *
 * @param askedBy who wanted it, as the record names them
 * @param rule the rule that it was made by, or none
 * @param rows how many rows it has, once it is made
 * @param keepUntil when it is deleted
 */
public record ReportRun(
        UUID id,
        ReportOrder order,
        String askedBy,
        @Nullable UUID rule,
        Instant askedAt,
        State state,
        @Nullable Instant endedAt,
        long rows,
        Instant keepUntil) {
    /** How it stands. Names are stored. */
    public enum State {
        WAITING,
        DONE,
        FAILED
    }
}
