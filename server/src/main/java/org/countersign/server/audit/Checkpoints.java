package org.countersign.server.audit;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The checkpoints of a virtual server's chain. Who signs them is for the caller to know. */
@Component
public final class Checkpoints {
    private final CheckpointStore store;
    private final Randomness randomness;
    private final InstantSource time;

    Checkpoints(CheckpointStore store, Randomness randomness, InstantSource time) {
        this.store = store;
        this.randomness = randomness;
        this.time = time;
    }

    /**
     * What a checkpoint is to say.
     *
     * @param before the checkpoint before it, or none
     */
    public record Draft(
            VirtualServerId virtualServer,
            UUID id,
            long number,
            Instant at,
            ChainEnds ends,
            @Nullable Checkpoint before) {}

    /**
     * Writes a checkpoint of everything that is on record now. When nothing is new since the last one, that one is the
     * answer; when another node writes one at the same time, whichever comes first is.
     *
     * @param signature signs what the draft says
     */
    public Checkpoint write(VirtualServerId virtualServer, Function<Draft, String> signature) {
        Optional<Checkpoint> before = latest(virtualServer);
        Instant at = time.instant().truncatedTo(ChronoUnit.MICROS);
        ChainEnds ends = store.ends(virtualServer.value());
        if (before.isPresent() && before.get().ends().equals(ends)) {
            return before.get();
        }
        Draft draft = new Draft(
                virtualServer,
                randomness.newId(),
                before.map(Checkpoint::number).orElse(0L) + 1,
                before.map(Checkpoint::at).filter(at::isBefore).orElse(at),
                ends,
                before.orElse(null));
        Checkpoint made = new Checkpoint(draft.id(), draft.number(), draft.at(), ends, signature.apply(draft));
        return store.insert(virtualServer.value(), made)
                ? made
                : latest(virtualServer).orElseThrow();
    }

    /** Returns the newest checkpoint. */
    public Optional<Checkpoint> latest(VirtualServerId virtualServer) {
        return store.newest(virtualServer.value(), null, 1).stream().findFirst();
    }

    /** Returns the newest checkpoints, newest first. */
    public List<Checkpoint> newest(VirtualServerId virtualServer, int limit) {
        return store.newest(virtualServer.value(), null, limit);
    }

    /** Returns the newest checkpoint that is not after {@code moment}. */
    public Optional<Checkpoint> notAfter(VirtualServerId virtualServer, Instant moment) {
        return store.newest(virtualServer.value(), moment, 1).stream().findFirst();
    }

    /** Returns the oldest checkpoint at {@code moment} or after it. */
    public Optional<Checkpoint> notBefore(VirtualServerId virtualServer, Instant moment) {
        return store.notBefore(virtualServer.value(), moment);
    }

    /** Returns the checkpoints with these numbers, oldest first. */
    public List<Checkpoint> between(VirtualServerId virtualServer, long first, long last) {
        return store.between(virtualServer.value(), first, last);
    }
}
