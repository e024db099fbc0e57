package org.countersign.server.notification;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.UUID;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.SealedPlace;
import org.countersign.server.kernel.Sealing;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Messages that leave this server. A message is written in the transaction of what it tells, so that it leaves if and
 * only if that happened; delivery starts right after the commit and is repeated until it succeeds or its time is up.
 */
@Component
public final class Outbox {
    private static final Duration MAIL_LIFETIME = Duration.ofHours(24);

    private final OutboxStore store;
    private final OutboxDispatcher dispatcher;
    private final MailPayloads payloads;
    private final Sealing sealing;
    private final Randomness randomness;
    private final InstantSource time;

    Outbox(
            OutboxStore store,
            OutboxDispatcher dispatcher,
            MailPayloads payloads,
            Sealing sealing,
            Randomness randomness,
            InstantSource time) {
        this.store = store;
        this.dispatcher = dispatcher;
        this.payloads = payloads;
        this.sealing = sealing;
        this.randomness = randomness;
        this.time = time;
    }

    /**
     * Sends a mail that is worth delivering for a day.
     *
     * @throws IllegalStateException outside a transaction
     */
    public void mail(VirtualServerId virtualServer, Mail mail) {
        mail(virtualServer, mail, time.instant().plus(MAIL_LIFETIME));
    }

    /** Sends a mail that is worth delivering until {@code expiresAt}; returns the message's id. */
    public UUID mail(VirtualServerId virtualServer, Mail mail, Instant expiresAt) {
        byte[] text = payloads.of(virtualServer, mail).getBytes(StandardCharsets.UTF_8);
        try (SecretBytes payload = SecretBytes.copyOf(text)) {
            return post(virtualServer, Channel.MAIL, payload, expiresAt);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /**
     * Sends {@code payload} over {@code channel}, sealed while it waits and erased once it is delivered.
     *
     * @param expiresAt after which it is given up
     * @return the message's id, which its channel sees at every attempt
     * @throws IllegalStateException outside a transaction
     */
    public UUID post(VirtualServerId virtualServer, Channel channel, SecretBytes payload, Instant expiresAt) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a message is written in the transaction of what it tells");
        }
        UUID id = randomness.newId();
        store.insert(
                id, virtualServer, channel, sealing.seal(payload, place(virtualServer, id)), time.instant(), expiresAt);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                dispatcher.nudge(channel);
            }
        });
        return id;
    }

    static SealedPlace place(VirtualServerId virtualServer, UUID id) {
        return new SealedPlace(virtualServer, "outbox_message", "sealed_payload", id);
    }
}
