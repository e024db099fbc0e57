package org.countersign.server.push;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.PushRequestId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Every change of a push request's state: one conditional update, its audit event, and the news after commit. Called in a
 * transaction, except where it says otherwise.
 */
@Component
class PushBook {
    private final PushStore store;
    private final Audit audit;
    private final PushNews news;
    private final InstantSource time;
    private final TransactionOperations transactions;

    PushBook(PushStore store, Audit audit, PushNews news, InstantSource time, TransactionOperations transactions) {
        this.store = store;
        this.audit = audit;
        this.news = news;
        this.time = time;
        this.transactions = transactions;
    }

    /** Finds a request, ended first when its time is up. Needs no transaction. */
    Optional<StoredPush> find(VirtualServerId virtualServer, PushRequestId id) {
        StoredPush found = store.find(virtualServer, id).orElse(null);
        if (found == null || !found.isOverdueAt(time.instant())) {
            return Optional.ofNullable(found);
        }
        transactions.executeWithoutResult(status -> expire(found));
        return store.find(virtualServer, id);
    }

    /** Writes a new request. */
    void open(StoredPush request, @Nullable String ip) {
        store.insert(request);
        audit.append(event(request, AuditType.PUSH_STARTED, new Actor.User(request.user()))
                .from(ip)
                .with("numberDigits", request.numberDigits()));
        news.afterCommit(
                request.token(), request.id(), new PushEvent.Asked(request.serial(), request.id(), request.jws()));
    }

    /** Ends a request whose time is up; false when somebody else has ended it. */
    boolean expire(StoredPush request) {
        return end(request, PushState.EXPIRED, null, new Actor.Server(), null);
    }

    /** Ends a request without an answer; false when it has ended already. */
    boolean supersede(StoredPush request, String because) {
        return end(request, PushState.SUPERSEDED, because, new Actor.Server(), null);
    }

    /** Ends a request by its answer; false when it has ended already or its time is up. */
    boolean answer(StoredPush request, PushState state, @Nullable String reason, @Nullable String ip) {
        return end(request, state, reason, new Actor.Device(request.token()), ip);
    }

    private boolean end(
            StoredPush request, PushState state, @Nullable String because, Actor actor, @Nullable String ip) {
        Instant now = time.instant();
        if (!store.end(request.id(), state, because, actor instanceof Actor.Device, now)) {
            return false;
        }
        AuditEvent event = event(request, type(state), actor).from(ip);
        audit.append(because == null ? event : event.with("reason", because));
        news.afterCommit(request.token(), request.id(), new PushEvent.Ended(request.serial(), request.id(), state));
        return true;
    }

    /** Uses an approval that is no older than {@code createdAfter}. */
    Optional<StoredPush> consume(
            VirtualServerId virtualServer, PushRequestId id, String requester, Instant createdAfter) {
        Optional<StoredPush> consumed = store.consume(virtualServer, id, requester, time.instant(), createdAfter);
        consumed.ifPresent(request -> {
            audit.append(event(request, AuditType.PUSH_CONSUMED, new Actor.User(request.user())));
            news.afterCommit(request.id());
        });
        return consumed;
    }

    /** Starts the record of something about a request. */
    static AuditEvent event(StoredPush request, AuditType type, Actor actor) {
        return AuditEvent.of(request.virtualServer(), type, actor)
                .about(request.user())
                .about(request.token())
                .with("request", request.id())
                .with("application", request.context().get("application"))
                .with("serial", request.serial());
    }

    private static AuditType type(PushState state) {
        return switch (state) {
            case PENDING -> AuditType.PUSH_STARTED;
            case APPROVED -> AuditType.PUSH_APPROVED;
            case DENIED -> AuditType.PUSH_DENIED;
            case REPORTED -> AuditType.PUSH_REPORTED;
            case EXPIRED -> AuditType.PUSH_EXPIRED;
            case SUPERSEDED -> AuditType.PUSH_SUPERSEDED;
            case CONSUMED -> AuditType.PUSH_CONSUMED;
        };
    }
}
