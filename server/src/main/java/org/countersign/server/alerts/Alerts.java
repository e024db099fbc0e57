package org.countersign.server.alerts;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.RoleId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.Mail;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Who wants to know what, and what they were told. */
@Component
public final class Alerts {
    private final AlertStore store;
    private final AlertPositionStore positions;
    private final AlertWebhooks webhooks;
    private final Audit audit;
    private final TransactionOperations transactions;
    private final Origins origins;

    Alerts(
            AlertStore store,
            AlertPositionStore positions,
            AlertWebhooks webhooks,
            Audit audit,
            TransactionOperations transactions,
            Origins origins) {
        this.store = store;
        this.positions = positions;
        this.webhooks = webhooks;
        this.audit = audit;
        this.transactions = transactions;
        this.origins = origins;
    }

    /** Where ids and moments come from. */
    @Component
    record Origins(Randomness randomness, InstantSource time) {}

    /** What came of adding somebody. */
    public sealed interface Added {
        /** They will be told. */
        record Told(UUID id) implements Added {}

        /** A webhook will be called; its secret is shown this once. */
        final class Called implements Added {
            private final UUID id;
            private final String secret;

            Called(UUID id, String secret) {
                this.id = id;
                this.secret = secret;
            }

            /** Returns the recipient's id. */
            public UUID id() {
                return id;
            }

            /** Returns the secret, for whoever runs the webhook alone. */
            public String exposedSecret() {
                return secret;
            }
        }

        /** It is no mail address, or a webhook that this server may not call. */
        record NoAddress() implements Added {}
    }

    /** Adds an operator, who is told by mail; one who is told of something already is told of these events too. */
    public Added addOperator(VirtualServerId virtualServer, OperatorId operator, Set<AlertEvent> events, Actor actor) {
        AlertRecipient recipient = new AlertRecipient(
                origins.randomness.newId(), AlertRecipient.Kind.OPERATOR, operator, null, null, events);
        return insert(virtualServer, recipient, null, actor);
    }

    /** Adds a role: whoever has it when something happens is told by mail, of people whom they may see. */
    public Added addRole(VirtualServerId virtualServer, RoleId role, Set<AlertEvent> events, Actor actor) {
        AlertRecipient recipient =
                new AlertRecipient(origins.randomness.newId(), AlertRecipient.Kind.ROLE, null, role, null, events);
        return insert(virtualServer, recipient, null, actor);
    }

    /** Adds a mail address; one that is told of something already is told of these events too. */
    public Added addAddress(VirtualServerId virtualServer, String address, Set<AlertEvent> events, Actor actor) {
        if (!Mail.isAddress(address)) {
            return new Added.NoAddress();
        }
        AlertRecipient recipient = new AlertRecipient(
                origins.randomness.newId(), AlertRecipient.Kind.ADDRESS, null, null, address, events);
        return insert(virtualServer, recipient, null, actor);
    }

    /** Adds a webhook with a new secret. */
    public Added addWebhook(VirtualServerId virtualServer, String address, Set<AlertEvent> events, Actor actor) {
        if (!webhooks.calls(address)) {
            return new Added.NoAddress();
        }
        AlertRecipient recipient = new AlertRecipient(
                origins.randomness.newId(), AlertRecipient.Kind.WEBHOOK, null, null, address, events);
        AlertWebhooks.NewSecret secret = webhooks.newSecret(virtualServer, recipient.id());
        insert(virtualServer, recipient, secret.sealed(), actor);
        return new Added.Called(recipient.id(), secret.exposed());
    }

    private Added insert(
            VirtualServerId virtualServer, AlertRecipient recipient, byte @Nullable [] secret, Actor actor) {
        return transactions.execute(status -> {
            Optional<AlertRecipient> known = store.of(virtualServer).stream()
                    .filter(other -> other.isSameAs(recipient))
                    .findFirst();
            if (known.isPresent()) {
                change(virtualServer, known.get().id(), known.get().and(recipient.events()), actor);
                return new Added.Told(known.get().id());
            }
            store.insert(virtualServer, recipient, secret, origins.time.instant());
            positions.begin(virtualServer);
            record(virtualServer, recipient, "added", actor);
            return new Added.Told(recipient.id());
        });
    }

    /** Changes what a recipient is told; false when there is none. */
    public boolean change(VirtualServerId virtualServer, UUID id, Set<AlertEvent> events, Actor actor) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            Optional<AlertRecipient> changed = store.find(virtualServer, id).map(known -> known.told(events));
            changed.filter(recipient -> store.change(virtualServer, recipient))
                    .ifPresent(recipient -> record(virtualServer, recipient, "changed", actor));
            return changed.isPresent();
        }));
    }

    /** Removes a recipient; false when there is none. */
    public boolean remove(VirtualServerId virtualServer, UUID id, Actor actor) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            Optional<AlertRecipient> known = store.find(virtualServer, id);
            known.filter(recipient -> store.delete(virtualServer, recipient.id()))
                    .ifPresent(recipient -> record(virtualServer, recipient, "removed", actor));
            return known.isPresent();
        }));
    }

    /** Returns who is told. */
    public List<AlertRecipient> recipients(VirtualServerId virtualServer) {
        return store.of(virtualServer);
    }

    /** Finds a recipient. */
    public Optional<AlertRecipient> find(VirtualServerId virtualServer, UUID id) {
        return store.find(virtualServer, id);
    }

    /** Returns how alerts are sent. */
    public AlertSettings settings(VirtualServerId virtualServer) {
        return store.settings(virtualServer);
    }

    /** Changes how alerts are sent. */
    public void changeSettings(VirtualServerId virtualServer, AlertSettings settings, Actor actor) {
        transactions.executeWithoutResult(status -> {
            store.setSettings(virtualServer, settings);
            audit.append(AuditEvent.of(virtualServer, AuditType.ALERTS_CHANGED, actor)
                    .with("what", "settings")
                    .with("throttleMinutes", settings.throttleMinutes())
                    .with("inventoryThreshold", settings.inventoryThreshold()));
        });
    }

    /** Returns what was sent last, newest first. */
    public List<SentAlert> sent(VirtualServerId virtualServer, int limit) {
        return store.sent(virtualServer, limit);
    }

    private void record(VirtualServerId virtualServer, AlertRecipient recipient, String what, Actor actor) {
        AuditType type =
                recipient.kind() == AlertRecipient.Kind.WEBHOOK ? AuditType.WEBHOOK_CHANGED : AuditType.ALERTS_CHANGED;
        audit.append(AuditEvent.of(virtualServer, type, actor)
                .with("what", what)
                .with("kind", recipient.kind())
                .with("target", target(recipient))
                .with("events", recipient.events()));
    }

    private static Object target(AlertRecipient recipient) {
        if (recipient.operator() != null) {
            return recipient.operator();
        }
        return recipient.role() != null ? recipient.role() : recipient.target();
    }
}
