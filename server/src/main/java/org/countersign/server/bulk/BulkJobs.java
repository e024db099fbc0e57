package org.countersign.server.bulk;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.BulkJobId;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Acts on many tokens and users. A job is written down as a whole and done in the background, a few rows at a time: it
 * survives a restart, can be cancelled, and says of each row what came of it.
 */
@Component
public final class BulkJobs {
    /** Rows of one job at most. */
    public static final int MOST = 100_000;

    private static final int CHUNK = 1000;

    private final BulkStore store;
    private final Audit audit;
    private final Randomness randomness;
    private final InstantSource time;
    private final TransactionOperations transactions;

    BulkJobs(
            BulkStore store,
            Audit audit,
            Randomness randomness,
            InstantSource time,
            TransactionOperations transactions) {
        this.store = store;
        this.audit = audit;
        this.randomness = randomness;
        this.time = time;
        this.transactions = transactions;
    }

    /**
     * Writes a job down; it begins within a second.
     *
     * @param because why, in the operator's words, or none
     * @param subjects 1 to 100,000 of them
     */
    public BulkJobId start(
            VirtualServerId virtualServer,
            BulkAct act,
            @Nullable String because,
            List<BulkItem.Subject> subjects,
            Actor actor) {
        if (subjects.isEmpty() || subjects.size() > MOST) {
            throw new IllegalArgumentException("a job is about 1 to " + MOST + ", not " + subjects.size());
        }
        BulkJobId id = new BulkJobId(randomness.newId());
        transactions.executeWithoutResult(status -> {
            store.insert(id, virtualServer, act, actor.text(), because, subjects.size(), time.instant());
            for (int from = 0; from < subjects.size(); from += CHUNK) {
                store.insert(id, virtualServer, from, subjects.subList(from, Math.min(from + CHUNK, subjects.size())));
            }
            audit.append(AuditEvent.of(virtualServer, AuditType.BULK_STARTED, actor)
                    .with("act", act)
                    .with("rows", subjects.size())
                    .with("job", id));
        });
        return id;
    }

    /** Stops a job: what is done stays done. False when there is no such job under way. */
    public boolean cancel(VirtualServerId virtualServer, BulkJobId id, Actor actor) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean cancelled = store.cancel(virtualServer, id, time.instant());
            if (cancelled) {
                audit.append(AuditEvent.of(virtualServer, AuditType.BULK_CANCELLED, actor)
                        .with("job", id));
            }
            return cancelled;
        }));
    }

    /** Finds a job; another virtual server's is not found. */
    public Optional<BulkJob> find(VirtualServerId virtualServer, BulkJobId id) {
        return store.find(virtualServer, id);
    }

    /** Returns the newest jobs of the last 90 days, at most so many, 1 to 100. */
    public List<BulkJob> recent(VirtualServerId virtualServer, int limit) {
        return page(virtualServer, null, limit);
    }

    /** Returns jobs of the last 90 days that began before a moment, or all; the newest first, at most so many, 1 to 100. */
    public List<BulkJob> page(VirtualServerId virtualServer, @Nullable Instant before, int limit) {
        return store.page(virtualServer, before, Math.clamp(limit, 1, 100));
    }

    /**
     * Returns one page of a job's rows.
     *
     * @param state only rows in this state, or all
     * @param after only rows behind this position
     * @param limit at most so many, 1 to 500
     */
    public List<BulkItem> items(
            VirtualServerId virtualServer, BulkJobId id, BulkItem.@Nullable State state, int after, int limit) {
        return store.items(virtualServer, id, state, after, Math.clamp(limit, 1, 500));
    }
}
