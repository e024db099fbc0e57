package org.countersign.server.alerts;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
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
import org.countersign.server.notification.Outbox;
import org.countersign.server.users.Operator;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.countersign.server.web.shell.Texts;
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
    private final Texts texts;
    private final Surroundings surroundings;

    AlertMessages(
            Outbox outbox,
            AlertWebhooks webhooks,
            Operators operators,
            VirtualServers virtualServers,
            Texts texts,
            Surroundings surroundings) {
        this.outbox = outbox;
        this.webhooks = webhooks;
        this.operators = operators;
        this.virtualServers = virtualServers;
        this.texts = texts;
        this.surroundings = surroundings;
    }

    /** Where this server is, when it is, who its people are, and names for what it makes. */
    @Component
    record Surroundings(CountersignSettings settings, InstantSource time, Users users, Randomness randomness) {}

    /** Sends an alert, unless its recipient cannot be reached any more, and returns what to keep about it. */
    Optional<SentAlert> send(
            VirtualServerId virtualServer,
            AlertRecipient recipient,
            AlertEvent event,
            int times,
            @Nullable AuditEntry entry) {
        VirtualServer organisation = virtualServers.get(virtualServer);
        return switch (recipient.kind()) {
            case OPERATOR ->
                operator(virtualServer, recipient).flatMap(operator -> {
                    String address = operator.mail();
                    if (address == null || !Mail.isAddress(address)) {
                        return Optional.empty();
                    }
                    outbox.mail(virtualServer, mail(address, organisation, event, times, entry));
                    return Optional.of(sent(recipient, event, operator.userName(), times));
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

    private Optional<Operator> operator(VirtualServerId virtualServer, AlertRecipient recipient) {
        return operators.atWork(virtualServer).stream()
                .filter(operator -> operator.id().equals(recipient.operator()))
                .findFirst();
    }

    private Mail mail(String to, VirtualServer organisation, AlertEvent event, int times, @Nullable AuditEntry entry) {
        String what = texts.say("alerts.event." + event);
        return Mail.of(
                to,
                MailKind.ALERT,
                Map.of(
                        "event",
                        what,
                        "organisation",
                        organisation.name(),
                        "times",
                        Integer.toString(times),
                        "facts",
                        entry == null ? "" : facts(organisation.id(), entry),
                        "advice",
                        texts.say("alerts.event." + event + ".text"),
                        "console",
                        surroundings.settings.pagesOrigin() + "/console/" + organisation.slug() + "/audit"));
    }

    /** What the record says about the event; it never holds a secret. */
    private String facts(VirtualServerId virtualServer, AuditEntry entry) {
        StringBuilder facts = new StringBuilder();
        if (entry.userId() != null) {
            surroundings
                    .users
                    .find(virtualServer, new UserId(entry.userId()))
                    .ifPresent(user -> fact(
                            facts, texts.say("alerts.mail.user"), user.displayName() + " (" + user.userName() + ")"));
        }
        operators.of(virtualServer).stream()
                .filter(operator -> entry.actor().equals(new Actor.Operator(operator.id()).text()))
                .forEach(operator -> fact(facts, texts.say("alerts.mail.operator"), operator.userName()));
        fact(facts, texts.say("alerts.mail.when"), entry.at().toString());
        if (entry.ip() != null) {
            fact(facts, texts.say("alerts.mail.ip"), entry.ip());
        }
        new TreeMap<>(entry.details()).forEach((name, value) -> fact(facts, name, value));
        return facts.toString();
    }

    private static void fact(StringBuilder facts, String name, String value) {
        facts.append(name).append(": ").append(value.replaceAll("\\s", " ")).append('\n');
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
