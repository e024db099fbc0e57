package org.countersign.server.reactions;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.countersign.server.kernel.UserId;
import org.jspecify.annotations.Nullable;

/**
 * What a user said was not them, and what was done about it.
 *
 * @param program browser and system, or none when unknown
 */
public record Report(
        UUID id,
        UserId user,
        @Nullable String application,
        @Nullable String ip,
        @Nullable String place,
        @Nullable String program,
        Instant happenedAt,
        Instant reportedAt,
        List<Reaction> reactions) {
    public Report {
        reactions = List.copyOf(reactions);
    }

    /** Says whether any step can be taken back. */
    public boolean isUndoableAt(Instant now) {
        return reactions.stream().anyMatch(reaction -> reaction.isUndoableAt(now));
    }
}
