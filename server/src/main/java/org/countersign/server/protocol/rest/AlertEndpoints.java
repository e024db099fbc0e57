package org.countersign.server.protocol.rest;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.alerts.AlertEvent;
import org.countersign.server.alerts.AlertRecipient;
import org.countersign.server.alerts.AlertSettings;
import org.countersign.server.alerts.Alerts;
import org.countersign.server.alerts.SentAlert;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.RoleId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Role;
import org.countersign.server.users.Roles;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Who is told of what, over REST. */
@RestController
class AlertEndpoints {
    private static final int SENT = 100;

    private final Alerts alerts;
    private final Operators operators;
    private final Roles roles;

    AlertEndpoints(Alerts alerts, Operators operators, Roles roles) {
        this.alerts = alerts;
        this.operators = operators;
        this.roles = roles;
    }

    /** A recipient to add: an operator or a role by id, or an address. */
    record NewRecipient(
            @Nullable String kind,
            @Nullable String operatorId,
            @Nullable String roleId,
            @Nullable String address,
            @Nullable List<String> events) {}

    /** A recipient as the API shows it. */
    record RecipientView(
            String id,
            String kind,
            @Nullable String operatorId,
            @Nullable String roleId,
            @Nullable String address,
            List<String> events) {
        static RecipientView of(AlertRecipient recipient) {
            return new RecipientView(
                    recipient.id().toString(),
                    recipient.kind().name(),
                    recipient.operator() == null ? null : recipient.operator().toString(),
                    recipient.role() == null ? null : recipient.role().toString(),
                    recipient.address(),
                    recipient.events().stream().map(AlertEvent::name).sorted().toList());
        }
    }

    /** A recipient that was added; a webhook's secret stands here alone, and shown nowhere else. */
    static final class AddedView {
        private final String id;
        private final @Nullable String secret;

        private AddedView(UUID id, @Nullable String secret) {
            this.id = id.toString();
            this.secret = secret;
        }

        public String getId() {
            return id;
        }

        public @Nullable String getSecret() {
            return secret;
        }
    }

    /** Which events a recipient is told of. */
    record Chosen(@Nullable List<String> events) {}

    /** An alert that was sent. */
    record SentView(String event, String kind, String target, int times, String sentAt) {
        static SentView of(SentAlert sent) {
            return new SentView(
                    sent.event().name(),
                    sent.kind().name(),
                    sent.target(),
                    sent.times(),
                    sent.sentAt().toString());
        }
    }

    @GetMapping("/api/v1/alerts/recipients")
    @KeyNeeds(OperatorModule.COMMUNICATIONS)
    List<RecipientView> recipients(ApiClient client) {
        Given.scope(client, ApiScope.MANAGE);
        return alerts.recipients(owner(client)).stream().map(RecipientView::of).toList();
    }

    @PostMapping("/api/v1/alerts/recipients")
    @KeyNeeds(value = OperatorModule.COMMUNICATIONS, act = OperatorAct.ADD)
    ResponseEntity<AddedView> add(ApiClient client, @RequestBody NewRecipient wanted) {
        Given.scope(client, ApiScope.MANAGE);
        Set<AlertEvent> events = events(wanted.events());
        Actor actor = new Actor.ApiClient(client.id());
        Alerts.Added added = switch (Given.text("kind", wanted.kind())) {
            case "OPERATOR" -> alerts.addOperator(owner(client), operator(client, wanted.operatorId()), events, actor);
            case "ROLE" -> alerts.addRole(owner(client), role(client, wanted.roleId()), events, actor);
            case "ADDRESS" -> alerts.addAddress(owner(client), Given.text("address", wanted.address()), events, actor);
            case "WEBHOOK" -> alerts.addWebhook(owner(client), Given.text("address", wanted.address()), events, actor);
            default -> throw RestRefusal.malformed("'kind' is OPERATOR, ROLE, ADDRESS or WEBHOOK.");
        };
        AddedView view = switch (added) {
            case Alerts.Added.Told(UUID id) -> new AddedView(id, null);
            case Alerts.Added.Called called -> new AddedView(called.id(), called.exposedSecret());
            case Alerts.Added.NoAddress none ->
                throw RestRefusal.malformed(
                        "'address' is a mail address, or that of a webhook whose host countersign.webhooks lists.");
        };
        return ResponseEntity.status(HttpStatus.CREATED).body(view);
    }

    @PutMapping("/api/v1/alerts/recipients/{id}")
    @KeyNeeds(value = OperatorModule.COMMUNICATIONS, act = OperatorAct.CHANGE)
    ResponseEntity<Void> change(ApiClient client, @PathVariable String id, @RequestBody Chosen chosen) {
        Given.scope(client, ApiScope.MANAGE);
        return done(alerts.change(
                owner(client), Given.id("recipient", id), events(chosen.events()), new Actor.ApiClient(client.id())));
    }

    @PostMapping("/api/v1/alerts/recipients/{id}/remove")
    @KeyNeeds(value = OperatorModule.COMMUNICATIONS, act = OperatorAct.REMOVE)
    ResponseEntity<Void> remove(ApiClient client, @PathVariable String id) {
        Given.scope(client, ApiScope.MANAGE);
        return done(alerts.remove(owner(client), Given.id("recipient", id), new Actor.ApiClient(client.id())));
    }

    @GetMapping("/api/v1/alerts/sent")
    @KeyNeeds(OperatorModule.COMMUNICATIONS)
    List<SentView> sent(ApiClient client) {
        Given.scope(client, ApiScope.MANAGE);
        return alerts.sent(owner(client), SENT).stream().map(SentView::of).toList();
    }

    @GetMapping("/api/v1/alerts/settings")
    @KeyNeeds(OperatorModule.COMMUNICATIONS)
    AlertSettings settings(ApiClient client) {
        Given.scope(client, ApiScope.MANAGE);
        return alerts.settings(owner(client));
    }

    @PutMapping("/api/v1/alerts/settings")
    @KeyNeeds(value = OperatorModule.COMMUNICATIONS, act = OperatorAct.CHANGE)
    AlertSettings changeSettings(ApiClient client, @RequestBody AlertSettings settings) {
        Given.scope(client, ApiScope.MANAGE);
        alerts.changeSettings(owner(client), settings, new Actor.ApiClient(client.id()));
        return settings;
    }

    private static ResponseEntity<Void> done(boolean found) {
        if (!found) {
            throw RestRefusal.notFound("recipient");
        }
        return ResponseEntity.noContent().build();
    }

    private OperatorId operator(ApiClient client, @Nullable String id) {
        UUID wanted = Given.id("operator", Given.text("operatorId", id));
        return operators.of(owner(client)).stream()
                .map(operator -> operator.id())
                .filter(known -> known.value().equals(wanted))
                .findFirst()
                .orElseThrow(() -> RestRefusal.notFound("operator"));
    }

    private RoleId role(ApiClient client, @Nullable String id) {
        RoleId wanted = new RoleId(Given.id("role", Given.text("roleId", id)));
        return roles.find(owner(client), wanted).map(Role::id).orElseThrow(() -> RestRefusal.notFound("role"));
    }

    private static Set<AlertEvent> events(@Nullable List<String> names) {
        Set<AlertEvent> events = EnumSet.noneOf(AlertEvent.class);
        for (String name : names == null ? List.<String>of() : names) {
            events.add(Arrays.stream(AlertEvent.values())
                    .filter(event -> event.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> RestRefusal.malformed("There is no alert '" + name + "'.")));
        }
        return events;
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }
}
