package org.countersign.server.alerts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.tokens.TokenState;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides who is told of something now, and who later; called in the transaction that reads the record. */
@Component
class AlertRaising {
    private final AlertStore store;
    private final AlertMessages messages;
    private final LockMails lockMails;
    private final TokenRegister register;
    private final InstantSource time;

    AlertRaising(
            AlertStore store, AlertMessages messages, LockMails lockMails, TokenRegister register, InstantSource time) {
        this.store = store;
        this.messages = messages;
        this.lockMails = lockMails;
        this.register = register;
        this.time = time;
    }

    void raise(VirtualServerId virtualServer, AlertEvent event, AuditEntry entry) {
        lockMails.tell(virtualServer, event, entry);
        AlertSettings settings = store.settings(virtualServer);
        if (event == AlertEvent.INVENTORY_LOW && free(virtualServer) >= settings.inventoryThreshold()) {
            return;
        }
        for (AlertRecipient recipient : store.of(virtualServer)) {
            if (recipient.events().contains(event)) {
                Instant now = time.instant();
                store.pass(virtualServer, recipient.id(), event, now, before(now, settings))
                        .ifPresent(times -> send(virtualServer, recipient, event, times, entry));
            }
        }
    }

    void release(AlertStore.Waiting waiting) {
        AlertSettings settings = store.settings(waiting.virtualServer());
        Instant now = time.instant();
        Optional<AlertRecipient> recipient = store.find(waiting.virtualServer(), waiting.recipient());
        recipient.ifPresent(
                known -> store.release(waiting.virtualServer(), known.id(), waiting.event(), now, before(now, settings))
                        .ifPresent(times -> send(waiting.virtualServer(), known, waiting.event(), times, null)));
    }

    private void send(
            VirtualServerId virtualServer,
            AlertRecipient recipient,
            AlertEvent event,
            int times,
            @Nullable AuditEntry entry) {
        messages.send(virtualServer, recipient, event, times, entry).ifPresent(sent -> store.log(virtualServer, sent));
    }

    private int free(VirtualServerId virtualServer) {
        return register.countByState(virtualServer).getOrDefault(TokenState.INVENTORY, 0);
    }

    private static Instant before(Instant now, AlertSettings settings) {
        return now.minus(Duration.ofMinutes(settings.throttleMinutes()));
    }
}
