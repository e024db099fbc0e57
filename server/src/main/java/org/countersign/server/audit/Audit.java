package org.countersign.server.audit;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The record of what happened: append-only, chained by hash, written in the transaction of what it records. */
@Component
public final class Audit {
    private final AuditStore store;
    private final InstantSource time;
    private final Randomness randomness;

    Audit(AuditStore store, InstantSource time, Randomness randomness) {
        this.store = store;
        this.time = time;
        this.randomness = randomness;
    }

    /**
     * Appends {@code event} to the record. Call it last in the transaction: it holds a lane of the chain until commit.
     *
     * @throws IllegalStateException outside a transaction
     */
    public void append(AuditEvent event) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("an audit event is written in the transaction of what it records");
        }
        Instant now = time.instant().truncatedTo(ChronoUnit.MICROS);
        AuditEntry entry = new AuditEntry(
                randomness.newId(),
                now,
                event.type().name(),
                event.actor().text(),
                event.user() == null ? null : event.user().value(),
                event.token() == null ? null : event.token().value(),
                event.ip(),
                event.details());
        store.append(event.virtualServer().value(), entry);
    }

    /** Opens the chain of a new virtual server. */
    public void open(VirtualServerId virtualServer) {
        store.open(virtualServer.value());
    }

    /**
     * Returns the newest entries, newest first.
     *
     * @param types only these, or all when empty
     * @param user only about this user, or about anybody
     * @param limit at most so many, 1 to 500
     */
    public List<AuditEntry> recent(
            VirtualServerId virtualServer, Set<AuditType> types, @Nullable UserId user, int limit) {
        return store.recent(
                virtualServer.value(), types, user == null ? null : user.value(), Math.clamp(limit, 1, 500));
    }

    /**
     * Returns one page of the entries that {@code filter} asks for, newest first.
     *
     * @param limit at most so many, 1 to 500
     */
    public List<AuditEntry> page(VirtualServerId virtualServer, AuditFilter filter, int limit) {
        return store.page(virtualServer.value(), filter, Math.clamp(limit, 1, 500));
    }

    /** Recomputes every hash of a virtual server's chain. */
    public ChainCheck verify(VirtualServerId virtualServer) {
        return store.verify(virtualServer.value());
    }
}
