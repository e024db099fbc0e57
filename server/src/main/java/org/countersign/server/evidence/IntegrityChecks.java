package org.countersign.server.evidence;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.audit.ChainCheck;
import org.countersign.server.audit.ChainEnds;
import org.countersign.server.audit.Checkpoint;
import org.countersign.server.audit.Checkpoints;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.virtualservers.VirtualServers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Checks whole records: every hash anew, and every signed checkpoint. A broken one is an event of its own. */
@Component
public final class IntegrityChecks {
    private static final Logger LOG = LoggerFactory.getLogger(IntegrityChecks.class);
    private static final Duration EVERY = Duration.ofHours(23);

    /** A check that has not ended by then was given up with its process. */
    private static final Duration LONGEST = Duration.ofHours(6);

    private final IntegrityCheckStore store;
    private final Checkpoints checkpoints;
    private final VirtualServers virtualServers;
    private final Audit audit;
    private final TransactionOperations transactions;
    private final InstantSource time;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    IntegrityChecks(
            IntegrityCheckStore store,
            Checkpoints checkpoints,
            VirtualServers virtualServers,
            Audit audit,
            TransactionOperations transactions,
            InstantSource time) {
        this.store = store;
        this.checkpoints = checkpoints;
        this.virtualServers = virtualServers;
        this.audit = audit;
        this.transactions = transactions;
        this.time = time;
    }

    /** Starts a check and returns at once, unless one is running. */
    public void start(VirtualServerId virtualServer) {
        if (!isRunning(virtualServer)) {
            UUID id = begin(virtualServer);
            workers.execute(() -> run(virtualServer, id));
        }
    }

    /** Checks now and returns what was found. */
    public ChainCheck check(VirtualServerId virtualServer) {
        return run(virtualServer, begin(virtualServer));
    }

    /** Returns the last check. */
    public Optional<IntegrityCheck> latest(VirtualServerId virtualServer) {
        return store.latest(virtualServer);
    }

    /** Says whether a check is under way. */
    public boolean isRunning(VirtualServerId virtualServer) {
        return latest(virtualServer)
                .filter(check -> check.endedAt() == null)
                .filter(check -> check.startedAt().plus(LONGEST).isAfter(now()))
                .isPresent();
    }

    void checkWhenDue(VirtualServerId virtualServer) {
        boolean due = latest(virtualServer)
                .filter(check -> check.startedAt().plus(EVERY).isAfter(now()))
                .isEmpty();
        if (due) {
            check(virtualServer);
        }
    }

    @PreDestroy
    void stop() {
        workers.shutdownNow();
    }

    private UUID begin(VirtualServerId virtualServer) {
        return store.insert(virtualServer, now());
    }

    private ChainCheck run(VirtualServerId virtualServer, UUID id) {
        try {
            List<ChainEnds> signed = new ArrayList<>();
            ChainCheck found = signatures(virtualServer, signed);
            if (found instanceof ChainCheck.Intact) {
                found = audit.verify(virtualServer, signed);
            }
            record(virtualServer, id, found);
            return found;
        } catch (RuntimeException failed) {
            LOG.atError().setCause(failed).addKeyValue("check", id).log("a check of the record could not be finished");
            throw failed;
        }
    }

    /** Collects the ends that were signed, or finds the first checkpoint that does not say what was signed. */
    private ChainCheck signatures(VirtualServerId virtualServer, List<ChainEnds> signed) {
        long expected = 1;
        for (Checkpoint checkpoint : checkpoints.between(virtualServer, 1, Long.MAX_VALUE)) {
            boolean holds = checkpoint.number() == expected
                    && Statements.key(checkpoint.statement())
                            .map(virtualServers::key)
                            .filter(key -> key.virtualServer().equals(virtualServer))
                            .filter(key -> Statements.holds(checkpoint, key))
                            .isPresent();
            if (!holds) {
                return new ChainCheck.Broken(
                        0, checkpoint.ends().sequence(0), "checkpoint " + expected + " is missing or was changed");
            }
            signed.add(checkpoint.ends());
            expected++;
        }
        return new ChainCheck.Intact(0);
    }

    private void record(VirtualServerId virtualServer, UUID id, ChainCheck found) {
        store.end(id, virtualServer, now(), found);
        switch (found) {
            case ChainCheck.Intact intact ->
                LOG.atDebug().addKeyValue("check", id).log("the record is intact");
            case ChainCheck.Broken(int lane, long sequence, String what) -> {
                LOG.atError()
                        .addKeyValue("virtualServer", virtualServer)
                        .addKeyValue("lane", lane)
                        .addKeyValue("sequence", sequence)
                        .addKeyValue("what", what)
                        .log("the audit chain does not hold");
                transactions.executeWithoutResult(status ->
                        audit.append(AuditEvent.of(virtualServer, AuditType.AUDIT_CHAIN_BROKEN, new Actor.Server())
                                .with("lane", lane)
                                .with("sequence", sequence)
                                .with("what", what)));
            }
        }
    }

    private Instant now() {
        return time.instant();
    }
}
