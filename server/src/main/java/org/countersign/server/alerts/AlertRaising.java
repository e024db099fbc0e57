package org.countersign.server.alerts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.users.Operator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides who is told of something now, and who later; called in the transaction that reads the record. */
@Component
class AlertRaising {
    private final AlertStore store;
    private final AlertMessages messages;
    private final LockMails lockMails;
    private final AlertReach reach;
    private final TokenRegister register;
    private final InstantSource time;

    AlertRaising(
            AlertStore store,
            AlertMessages messages,
            LockMails lockMails,
            AlertReach reach,
            TokenRegister register,
            InstantSource time) {
        this.store = store;
        this.messages = messages;
        this.lockMails = lockMails;
        this.reach = reach;
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
                raise(virtualServer, recipient, event, settings, entry);
            }
        }
    }

    private void raise(
            VirtualServerId virtualServer,
            AlertRecipient recipient,
            AlertEvent event,
            AlertSettings settings,
            AuditEntry entry) {
        Instant now = time.instant();
        for (Optional<Operator> told : told(virtualServer, recipient, event, entry.userId())) {
            AlertStore.Mailbox mailbox = AlertStore.Mailbox.of(recipient, told.orElse(null));
            store.pass(virtualServer, mailbox, event, now, before(now, settings))
                    .ifPresent(times -> send(virtualServer, recipient, told, event, times, entry));
        }
    }

    /** Returns the operators whom a recipient stands for; nobody, once, for one that is told as it is. */
    private List<Optional<Operator>> told(
            VirtualServerId virtualServer, AlertRecipient recipient, AlertEvent event, @Nullable UUID person) {
        return recipient.isOfOperators()
                ? reach.of(virtualServer, recipient, event, person).stream()
                        .map(Optional::of)
                        .toList()
                : List.of(Optional.empty());
    }

    void release(AlertStore.Waiting waiting) {
        AlertSettings settings = store.settings(waiting.virtualServer());
        Instant now = time.instant();
        AlertRecipient recipient = store.find(
                        waiting.virtualServer(), waiting.mailbox().recipient())
                .orElse(null);
        if (recipient != null) {
            store.release(waiting.virtualServer(), waiting.mailbox(), waiting.event(), now, before(now, settings))
                    .ifPresent(times -> told(waiting.virtualServer(), recipient, waiting.event(), null).stream()
                            .filter(told -> AlertStore.Mailbox.of(recipient, told.orElse(null))
                                    .equals(waiting.mailbox()))
                            .forEach(told ->
                                    send(waiting.virtualServer(), recipient, told, waiting.event(), times, null)));
        }
    }

    private void send(
            VirtualServerId virtualServer,
            AlertRecipient recipient,
            Optional<Operator> told,
            AlertEvent event,
            int times,
            @Nullable AuditEntry entry) {
        messages.send(virtualServer, recipient, told, event, times, entry)
                .ifPresent(sent -> store.log(virtualServer, sent));
    }

    private int free(VirtualServerId virtualServer) {
        return register.countByState(virtualServer).getOrDefault(TokenState.INVENTORY, 0);
    }

    private static Instant before(Instant now, AlertSettings settings) {
        return now.minus(Duration.ofMinutes(settings.throttleMinutes()));
    }
}
