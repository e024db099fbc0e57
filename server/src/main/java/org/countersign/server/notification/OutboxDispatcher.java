package org.countersign.server.notification;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.Sealing;
import org.countersign.server.kernel.SecretBytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Delivers what waits in the outbox, each channel on its own so that a hanging mail server delays no push. Any number of
 * servers may dispatch from one database.
 */
@Component
class OutboxDispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxDispatcher.class);

    /** Longer than any attempt takes: a message taken by a server that was killed is free again after it. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final int AT_ONCE = 8;

    private final OutboxStore store;
    private final ObjectProvider<OutboxChannel> channels;
    private final Map<Channel, Lane> lanes = new ConcurrentHashMap<>();
    private final Sealing sealing;
    private final Audit audit;
    private final InstantSource time;
    private final TransactionOperations transactions;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    OutboxDispatcher(
            OutboxStore store,
            ObjectProvider<OutboxChannel> channels,
            Sealing sealing,
            Audit audit,
            InstantSource time,
            TransactionOperations transactions) {
        this.store = store;
        this.channels = channels;
        this.sealing = sealing;
        this.audit = audit;
        this.time = time;
        this.transactions = transactions;
    }

    /** One channel and how many of its messages may still set out. */
    private record Lane(OutboxChannel channel, Semaphore free) {}

    /** Starts delivering what waits for {@code channel}; returns at once. */
    void nudge(Channel channel) {
        try {
            workers.execute(() -> lane(channel).ifPresent(this::work));
        } catch (RejectedExecutionException stopping) {
            LOG.debug("stopping: the next start delivers what waits", stopping);
        }
    }

    /** Finds what a nudge missed: retries that are due, and messages of servers that were killed. */
    @Scheduled(initialDelay = 2, fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
    void sweep() {
        for (Channel channel : Channel.values()) {
            nudge(channel);
        }
    }

    @PreDestroy
    void stop() {
        workers.shutdownNow();
    }

    /** Looked up late: a channel may itself depend on whoever writes to the outbox. */
    private Optional<Lane> lane(Channel channel) {
        Lane known = lanes.get(channel);
        return known != null
                ? Optional.of(known)
                : channels.stream()
                        .filter(candidate -> candidate.channel() == channel)
                        .findFirst()
                        .map(found -> lanes.computeIfAbsent(channel, first -> new Lane(found, new Semaphore(AT_ONCE))));
    }

    private void work(Lane lane) {
        if (!lane.free.tryAcquire()) {
            return;
        }
        try {
            Optional<OutboxStore.Claimed> claimed = claim(lane);
            while (claimed.isPresent()) {
                nudge(lane.channel.channel());
                settle(claimed.get(), attempt(lane.channel, claimed.get()));
                claimed = claim(lane);
            }
        } finally {
            lane.free.release();
        }
    }

    private Optional<OutboxStore.Claimed> claim(Lane lane) {
        Instant now = time.instant();
        return store.claim(lane.channel.channel(), now, now.plus(LEASE));
    }

    private Attempt attempt(OutboxChannel channel, OutboxStore.Claimed claimed) {
        if (!time.instant().isBefore(claimed.expiresAt)) {
            return new Attempt.Refused("its time was up");
        }
        try (SecretBytes payload =
                sealing.open(claimed.sealedPayload, Outbox.place(claimed.virtualServer, claimed.id))) {
            return channel.deliver(claimed.id, claimed.virtualServer, payload);
        } catch (Sealing.SealBroken broken) {
            alarm(claimed, broken);
            return new Attempt.Refused("its payload does not open");
        } catch (RuntimeException surprise) {
            LOG.atWarn().setCause(surprise).addKeyValue("message", claimed.id).log("an attempt to deliver failed");
            return new Attempt.Failed(surprise.getClass().getSimpleName());
        }
    }

    private void alarm(OutboxStore.Claimed claimed, Sealing.SealBroken broken) {
        LOG.atError()
                .setCause(broken)
                .addKeyValue("message", claimed.id)
                .log("a sealed message does not open in its place");
        transactions.executeWithoutResult(
                status -> audit.append(AuditEvent.of(claimed.virtualServer, AuditType.SEAL_BROKEN, new Actor.Server())
                        .with("table", "outbox_message")
                        .with("row", claimed.id)));
    }

    private void settle(OutboxStore.Claimed claimed, Attempt attempt) {
        switch (attempt) {
            case Attempt.Delivered delivered -> store.end(claimed, "DELIVERED", time.instant());
            case Attempt.Failed(String reason, Throwable cause) -> {
                Instant next = time.instant().plus(pause(claimed.attempt));
                LOG.atWarn()
                        .addKeyValue("message", claimed.id)
                        .addKeyValue("attempt", claimed.attempt)
                        .addKeyValue("reason", reason)
                        .log("a message could not be delivered yet");
                store.tryAgain(claimed, next.isBefore(claimed.expiresAt) ? next : claimed.expiresAt);
            }
            case Attempt.Refused(String reason) -> giveUp(claimed, reason);
        }
    }

    private void giveUp(OutboxStore.Claimed claimed, String reason) {
        transactions.executeWithoutResult(status -> {
            if (store.end(claimed, "GIVEN_UP", time.instant())) {
                audit.append(AuditEvent.of(claimed.virtualServer, AuditType.DELIVERY_GIVEN_UP, new Actor.Server())
                        .with("message", claimed.id)
                        .with("attempts", claimed.attempt)
                        .with("reason", reason));
            }
        });
    }

    private static Duration pause(int attempt) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
