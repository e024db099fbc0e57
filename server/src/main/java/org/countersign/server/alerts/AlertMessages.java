package org.countersign.server.alerts;

import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.MailKind;
import org.countersign.server.notification.MailValue;
import org.countersign.server.notification.MailValues;
import org.countersign.server.notification.Outbox;
import org.countersign.server.users.Operator;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What alerts say, and the way they leave. */
@Component
class AlertMessages {
    private static final JsonMapper JSON = new JsonMapper();

    private final Outbox outbox;
    private final AlertWebhooks webhooks;
    private final Operators operators;
    private final VirtualServers virtualServers;
    private final Surroundings surroundings;

    AlertMessages(
            Outbox outbox,
            AlertWebhooks webhooks,
            Operators operators,
            VirtualServers virtualServers,
            Surroundings surroundings) {
        this.outbox = outbox;
        this.webhooks = webhooks;
        this.operators = operators;
        this.virtualServers = virtualServers;
        this.surroundings = surroundings;
    }

    /** Where this server is, when it is, who its people are, and names for what it makes. */
    @Component
    record Surroundings(CountersignSettings settings, InstantSource time, Users users, Randomness randomness) {}

    /**
     * Sends an alert, unless its recipient cannot be reached any more, and returns what to keep about it.
     *
     * @param told which operator, for a recipient that stands for operators
     */
    Optional<SentAlert> send(
            VirtualServerId virtualServer,
            AlertRecipient recipient,
            Optional<Operator> told,
            AlertEvent event,
            int times,
            @Nullable AuditEntry entry) {
        VirtualServer organisation = virtualServers.get(virtualServer);
        return switch (recipient.kind()) {
            case OPERATOR, ROLE ->
                told.map(operator -> {
                    String address = String.valueOf(operator.mail());
                    outbox.mail(virtualServer, mail(address, organisation, event, times, entry));
                    return sent(recipient, event, operator.userName(), times);
                });
            case ADDRESS -> {
                if (!Mail.isAddress(recipient.target())) {
                    // Somebody wrote to the database; the others are told nevertheless.
                    yield Optional.empty();
                }
                outbox.mail(virtualServer, mail(recipient.target(), organisation, event, times, entry));
                yield Optional.of(sent(recipient, event, recipient.target(), times));
            }
            case WEBHOOK -> {
                webhooks.post(virtualServer, recipient, json(organisation, event, times, entry));
                yield Optional.of(sent(recipient, event, recipient.target(), times));
            }
        };
    }

    private Mail mail(String to, VirtualServer organisation, AlertEvent event, int times, @Nullable AuditEntry entry) {
        MailValues values = MailValues.NONE
                .with("event", MailValue.phrase("event." + event))
                .with("organisation", organisation.name())
                .with("times", Integer.toString(times))
                .with("facts", entry == null ? MailValue.text("") : facts(organisation.id(), entry))
                .with("advice", MailValue.phrase("event." + event + ".advice"))
                .with("console", surroundings.settings.pagesOrigin() + "/console/" + organisation.slug() + "/audit");
        return Mail.of(to, MailKind.ALERT, values);
    }

    /** What the record says about the event; it never holds a secret. */
    private MailValue facts(VirtualServerId virtualServer, AuditEntry entry) {
        List<MailValue> facts = new ArrayList<>();
        if (entry.userId() != null) {
            surroundings
                    .users
                    .find(virtualServer, new UserId(entry.userId()))
                    .ifPresent(user -> facts.add(fact(
                            "user",
                            MailValue.phrase(
                                    "person", MailValue.text(user.displayName()), MailValue.text(user.userName())))));
        }
        operators.of(virtualServer).stream()
                .filter(operator -> entry.actor().equals(new Actor.Operator(operator.id()).text()))
                .forEach(operator -> facts.add(fact("operator", MailValue.text(operator.userName()))));
        facts.add(fact("when", new MailValue.Moment(entry.at())));
        if (entry.ip() != null) {
            facts.add(fact("ip", MailValue.text(entry.ip())));
        }
        new TreeMap<>(entry.details()).forEach((name, value) -> facts.add(fact(name, said(value))));
        return new MailValue.Lines(facts);
    }

    private static MailValue fact(String name, MailValue value) {
        return MailValue.phrase("line", MailValue.nameOf(name), value);
    }

    /** The record keeps moments as text. */
    private static MailValue said(String value) {
        try {
            return new MailValue.Moment(Instant.parse(value));
        } catch (DateTimeParseException other) {
            return MailValue.text(value.replaceAll("\\s", " "));
        }
    }

    private String json(VirtualServer organisation, AlertEvent event, int times, @Nullable AuditEntry entry) {
        ObjectNode message = JSON.createObjectNode()
                .put("event", event.name())
                .put("virtualServer", organisation.slug())
                .put("times", times)
                .put("sentAt", now().toString());
        if (entry != null) {
            ObjectNode last = message.putObject("last")
                    .put("id", entry.id().toString())
                    .put("at", entry.at().toString())
                    .put("type", entry.type())
                    .put("actor", entry.actor())
                    .put(
                            "userId",
                            entry.userId() == null ? null : entry.userId().toString())
                    .put(
                            "tokenId",
                            entry.tokenId() == null ? null : entry.tokenId().toString())
                    .put("ip", entry.ip());
            ObjectNode details = last.putObject("details");
            new TreeMap<>(entry.details()).forEach(details::put);
        }
        return message.toString();
    }

    private SentAlert sent(AlertRecipient recipient, AlertEvent event, String target, int times) {
        UUID id = surroundings.randomness.newId();
        return new SentAlert(id, event, recipient.kind(), target, times, now());
    }

    private Instant now() {
        return surroundings.time.instant();
    }
}
