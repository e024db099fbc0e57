package org.countersign.server.bulk;

import java.time.Instant;
import org.countersign.server.kernel.BulkJobId;
import org.jspecify.annotations.Nullable;

/**
 * One act on many tokens or users.
 *
 * @param actor who wants it, as the record names them
 * @param because why, in their words, or none
 * @param total how many rows it has
 * @param done how many are done
 * @param refused how many could not be done
 * @param waiting how many are still to come
 * @param endedAt when it ended, or not yet
 * @param cancelled whether an operator stopped it
 */
public record BulkJob(
        BulkJobId id,
        BulkAct act,
        String actor,
        @Nullable String because,
        Instant createdAt,
        int total,
        int done,
        int refused,
        int waiting,
        @Nullable Instant endedAt,
        boolean cancelled) {

    /** Says whether there is still something to come. */
    public boolean isRunning() {
        return endedAt == null;
    }

    /** Returns how many rows were not touched because it was cancelled. */
    public int untouched() {
        return isRunning() ? 0 : total - done - refused;
    }
}
