package org.countersign.server.audit;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
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
    private final ChainStore chain;
    private final InstantSource time;
    private final Randomness randomness;

    Audit(AuditStore store, ChainStore chain, InstantSource time, Randomness randomness) {
        this.store = store;
        this.chain = chain;
        this.time = time;
        this.randomness = randomness;
    }

    /**
     * Appends {@code event} to the record. Call it last in the transaction: it holds a lane of the chain until commit.
     *
     * @throws IllegalStateException outside a transaction
     */
    public void append(AuditEvent event) {
        store.append(event.virtualServer().value(), entry(event));
    }

    /**
     * Runs {@code update} and appends {@code event} in one round trip to the database, for paths where that counts.
     *
     * @return how many rows the update changed; the event is appended whatever that is, so roll back when it is not what
     *     the event says
     */
    public int appendAfter(SqlUpdate update, AuditEvent event) {
        return store.appendAfter(update, event.virtualServer().value(), entry(event));
    }

    /**
     * Appends many events of one virtual server at once, in their order. Call it last in the transaction: it holds a lane of the
     * chain until commit.
     *
     * @throws IllegalStateException outside a transaction
     */
    public void appendAll(VirtualServerId virtualServer, List<AuditEvent> events) {
        store.appendAll(virtualServer.value(), events.stream().map(this::entry).toList());
    }

    private AuditEntry entry(AuditEvent event) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("an audit event is written in the transaction of what it records");
        }
        return event.entry(randomness.newId(), time.instant().truncatedTo(ChronoUnit.MICROS));
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

    /**
     * Counts the sign-ins to an application that are on record, whatever it is called elsewhere: the record keeps names.
     *
     * @param most where counting stops, 1 to 10000
     */
    public int signIns(VirtualServerId virtualServer, String application, Instant since, int most) {
        return store.signIns(virtualServer.value(), application, since, Math.clamp(most, 1, 10_000));
    }

    /**
     * Counts what happened after {@code since}, by type; types of which nothing happened are left out.
     *
     * @param types only these
     * @param most looks at so many of the newest of these at most
     */
    public Map<AuditType, Integer> count(VirtualServerId virtualServer, Set<AuditType> types, Instant since, int most) {
        return store.count(virtualServer.value(), types, since, most);
    }

    /** Recomputes every hash of a virtual server's chain. */
    public ChainCheck verify(VirtualServerId virtualServer) {
        return verify(virtualServer, List.of());
    }

    /**
     * Recomputes every hash of a virtual server's chain, and compares it with ends that it must have passed through.
     *
     * @param known such ends, oldest first, from checkpoints whose signatures were checked
     */
    public ChainCheck verify(VirtualServerId virtualServer, List<ChainEnds> known) {
        return chain.verify(virtualServer.value(), known);
    }
}
