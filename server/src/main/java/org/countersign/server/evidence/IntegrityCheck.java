package org.countersign.server.evidence;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.audit.ChainCheck;
import org.jspecify.annotations.Nullable;

/**
 * A check of the whole record.
 *
 * @param endedAt when it was done, or none while it runs
 * @param found what it found, or none while it runs
 */
public record IntegrityCheck(
        UUID id,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable ChainCheck found) {
    /** Returns what is wrong, or nothing when the record is intact or the check still runs. */
    public Optional<ChainCheck.Broken> broken() {
        return found instanceof ChainCheck.Broken broken ? Optional.of(broken) : Optional.empty();
    }

    /** Returns how many events it found in order, 0 while it runs or when the record is broken. */
    public long entries() {
        return found instanceof ChainCheck.Intact(long entries) ? entries : 0;
    }
}
