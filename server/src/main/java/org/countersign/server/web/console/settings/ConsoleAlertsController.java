package org.countersign.server.web.console.settings;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.countersign.server.alerts.AlertEvent;
import org.countersign.server.alerts.AlertRecipient;
import org.countersign.server.alerts.AlertSettings;
import org.countersign.server.alerts.Alerts;
import org.countersign.server.alerts.SentAlert;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Role;
import org.countersign.server.users.Roles;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages about alerts: who is told of what, and what was sent. */
@Controller
@Needs(OperatorModule.COMMUNICATIONS)
public final class ConsoleAlertsController {
    private static final int SENT = 50;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,7}");

    private final Alerts alerts;
    private final Operators operators;
    private final Roles roles;

    ConsoleAlertsController(Alerts alerts, Operators operators, Roles roles) {
        this.alerts = alerts;
        this.operators = operators;
        this.roles = roles;
    }

    @GetMapping("/console/{slug}/alerts")
    ModelAndView list(OperatorVisit visit, @RequestParam(defaultValue = "") String done) {
        AlertSettings settings = alerts.settings(visit.id());
        return page(visit, done, settings.throttleMinutes() + "", settings.inventoryThreshold() + "", false);
    }

    private ModelAndView page(OperatorVisit visit, String done, String throttle, String inventory, boolean wrong) {
        return ConsoleView.page(
                "alerts",
                visit,
                new ListPage(
                        alerts.recipients(visit.id()),
                        names(visit),
                        alerts.sent(visit.id(), SENT),
                        throttle,
                        inventory,
                        wrong,
                        done),
                wrong ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.OK);
    }

    @PostMapping("/console/{slug}/alerts/settings")
    @Needs(value = OperatorModule.COMMUNICATIONS, act = OperatorAct.CHANGE)
    ModelAndView settings(
            OperatorVisit visit,
            @RequestParam(defaultValue = "") String throttle,
            @RequestParam(defaultValue = "") String inventory) {
        if (!NUMBER.matcher(throttle).matches() || !NUMBER.matcher(inventory).matches()) {
            return page(visit, "", throttle, inventory, true);
        }
        try {
            alerts.changeSettings(
                    visit.id(),
                    new AlertSettings(Integer.parseInt(throttle), Integer.parseInt(inventory)),
                    visit.actor());
        } catch (IllegalArgumentException outOfBounds) {
            return page(visit, "", throttle, inventory, true);
        }
        return ConsoleView.onTo(visit, "/alerts?done=settings");
    }

    @GetMapping("/console/{slug}/alerts/new")
    @Needs(value = OperatorModule.COMMUNICATIONS, act = OperatorAct.ADD)
    ModelAndView newRecipient(OperatorVisit visit) {
        return ConsoleView.page(
                "alert-new",
                visit,
                new NewPage(
                        operators.of(visit.id()),
                        roles.of(visit.id()),
                        "OPERATOR",
                        "",
                        "",
                        "",
                        EnumSet.allOf(AlertEvent.class),
                        ""));
    }

    @PostMapping("/console/{slug}/alerts")
    @Needs(value = OperatorModule.COMMUNICATIONS, act = OperatorAct.ADD)
    ModelAndView add(
            OperatorVisit visit,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String operator,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "") String address,
            @RequestParam(defaultValue = "") List<String> event) {
        Set<AlertEvent> events = events(event);
        Optional<Alerts.Added> added = switch (kind) {
            case "ADDRESS" -> Optional.of(alerts.addAddress(visit.id(), address.strip(), events, visit.actor()));
            case "WEBHOOK" -> Optional.of(alerts.addWebhook(visit.id(), address.strip(), events, visit.actor()));
            case "ROLE" ->
                roles.of(visit.id()).stream()
                        .filter(known -> known.id().toString().equals(role))
                        .findFirst()
                        .map(known -> alerts.addRole(visit.id(), known.id(), events, visit.actor()));
            default ->
                operators.of(visit.id()).stream()
                        .filter(known -> known.id().toString().equals(operator))
                        .findFirst()
                        .map(known -> alerts.addOperator(visit.id(), known.id(), events, visit.actor()));
        };
        if (added.isEmpty() || added.get() instanceof Alerts.Added.NoAddress) {
            NewPage again = new NewPage(
                    operators.of(visit.id()),
                    roles.of(visit.id()),
                    kind,
                    operator,
                    role,
                    address,
                    events,
                    wrong(kind, added.isEmpty()));
            return ConsoleView.page("alert-new", visit, again, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return added.get() instanceof Alerts.Added.Called called
                ? ConsoleView.page("alert-secret", visit, new SecretPage(called))
                : ConsoleView.onTo(visit, "/alerts?done=added");
    }

    private static String wrong(String kind, boolean nobody) {
        if (!nobody) {
            return "address";
        }
        return kind.equals("ROLE") ? "role" : "operator";
    }

    @GetMapping("/console/{slug}/alerts/{id}")
    ModelAndView show(OperatorVisit visit, @PathVariable String id) {
        return ConsoleView.page("alert-recipient", visit, new RecipientPage(find(visit, id), names(visit)));
    }

    @PostMapping("/console/{slug}/alerts/{id}")
    @Needs(value = OperatorModule.COMMUNICATIONS, act = OperatorAct.CHANGE)
    ModelAndView change(
            OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") List<String> event) {
        alerts.change(visit.id(), find(visit, id).id(), events(event), visit.actor());
        return ConsoleView.onTo(visit, "/alerts?done=changed");
    }

    @PostMapping("/console/{slug}/alerts/{id}/remove")
    @Needs(value = OperatorModule.COMMUNICATIONS, act = OperatorAct.REMOVE)
    ModelAndView remove(OperatorVisit visit, @PathVariable String id) {
        alerts.remove(visit.id(), find(visit, id).id(), visit.actor());
        return ConsoleView.onTo(visit, "/alerts?done=removed");
    }

    private AlertRecipient find(OperatorVisit visit, String id) {
        return ConsoleIds.uuid(id)
                .flatMap(uuid -> alerts.find(visit.id(), uuid))
                .orElseThrow(ConsoleIds::notFound);
    }

    private static Set<AlertEvent> events(List<String> names) {
        Set<AlertEvent> events = EnumSet.noneOf(AlertEvent.class);
        Arrays.stream(AlertEvent.values())
                .filter(event -> names.contains(event.name()))
                .forEach(events::add);
        return events;
    }

    /** Returns what each recipient is called. */
    private Map<UUID, String> names(OperatorVisit visit) {
        Map<UUID, String> names = new HashMap<>();
        List<Operator> known = operators.of(visit.id());
        List<Role> knownRoles = roles.of(visit.id());
        for (AlertRecipient recipient : alerts.recipients(visit.id())) {
            Stream<String> operator = known.stream()
                    .filter(each -> each.id().equals(recipient.operator()))
                    .map(Operator::userName);
            Stream<String> role = knownRoles.stream()
                    .filter(each -> each.id().equals(recipient.role()))
                    .map(Role::name);
            names.put(recipient.id(), Stream.concat(operator, role).findFirst().orElseGet(recipient::target));
        }
        return names;
    }

    /**
     * What the list shows.
     *
     * @param names what each recipient is called
     * @param throttle the settings as they were typed
     * @param wrong whether the settings that were typed are out of bounds
     * @param done what the operator did a moment ago: {@code added}, {@code changed}, {@code removed}, {@code settings}, or
     *     nothing
     */
    public record ListPage(
            List<AlertRecipient> recipients,
            Map<UUID, String> names,
            List<SentAlert> sent,
            String throttle,
            String inventory,
            boolean wrong,
            String done) {}

    /**
     * What the form for a new recipient shows.
     *
     * @param wrong the field that is wrong, or empty
     */
    public record NewPage(
            List<Operator> operators,
            List<Role> roles,
            String kind,
            String operator,
            String role,
            String address,
            Set<AlertEvent> events,
            String wrong) {}

    /** What the page of one recipient shows. */
    public record RecipientPage(AlertRecipient recipient, Map<UUID, String> names) {}

    /** What is shown once: the secret of a webhook. */
    public record SecretPage(Alerts.Added.Called called) {}
}
