package org.countersign.server.reactions;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One step that was taken.
 *
 * @param until when it ends by itself, or none
 * @param doneAt when what it asked for was done, or none
 * @param undoneAt when somebody took it back, or none
 * @param undoneBy who did, as the record names them, or none
 */
public record Reaction(
        UUID id,
        ReactionStep step,
        @Nullable Instant until,
        @Nullable Instant doneAt,
        @Nullable Instant undoneAt,
        @Nullable String undoneBy) {

    /** Says whether it holds at {@code now} and can be taken back. */
    public boolean isUndoableAt(Instant now) {
        return step.isUndoable() && undoneAt == null && doneAt == null && (until == null || now.isBefore(until));
    }
}
