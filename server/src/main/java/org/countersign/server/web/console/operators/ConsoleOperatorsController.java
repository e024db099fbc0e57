package org.countersign.server.web.console.operators;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.countersign.server.authentication.OperatorSignIns;
import org.countersign.server.kernel.RoleId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.OperatorOutcome;
import org.countersign.server.users.OperatorSessions;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Role;
import org.countersign.server.users.Roles;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.countersign.server.web.console.Sensitive;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages about the users who are operators. */
@Controller
@Sensitive
public final class ConsoleOperatorsController {
    private final Operators operators;
    private final Roles roles;
    private final Users users;
    private final OperatorSignIns signIns;
    private final OperatorSessions sessions;

    ConsoleOperatorsController(
            Operators operators, Roles roles, Users users, OperatorSignIns signIns, OperatorSessions sessions) {
        this.operators = operators;
        this.roles = roles;
        this.users = users;
        this.signIns = signIns;
        this.sessions = sessions;
    }

    @GetMapping("/console/{slug}/operators")
    @Needs(OperatorModule.OPERATORS)
    ModelAndView list(OperatorVisit visit, @RequestParam(defaultValue = "") String done) {
        List<Row> rows = operators.of(visit.id()).stream()
                .map(operator -> new Row(operator, signIns.hasAuthenticator(operator)))
                .toList();
        return ConsoleView.page("operators", visit, new ListPage(rows, done));
    }

    @GetMapping("/console/{slug}/operators/new")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.ADD)
    ModelAndView choose(
            OperatorVisit visit,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String after) {
        List<UserAccount> found = users.page(visit.id(), q, after.isEmpty() ? null : after, ConsoleView.ROWS + 1);
        boolean more = found.size() > ConsoleView.ROWS;
        List<UserAccount> shown = more ? found.subList(0, ConsoleView.ROWS) : found;
        String next = more
                ? visit.link("/operators/new", "q", q, "after", shown.getLast().userName())
                : null;
        Map<UserId, Operator> already =
                operators.of(visit.id()).stream().collect(Collectors.toMap(Operator::user, Function.identity()));
        return ConsoleView.page("operator-choose", visit, new ChoosePage(q, shown, already, next, !after.isEmpty()));
    }

    @GetMapping("/console/{slug}/operators/add")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.ADD)
    ModelAndView form(OperatorVisit visit, @RequestParam(defaultValue = "") String user) {
        return addPage(visit, user(visit, user), null, null, HttpStatus.OK);
    }

    @PostMapping("/console/{slug}/operators")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.ADD)
    ModelAndView add(
            OperatorVisit visit,
            @RequestParam(defaultValue = "") String user,
            @RequestParam(defaultValue = "") String role) {
        UserAccount account = user(visit, user);
        Optional<RoleId> chosen = ConsoleIds.uuid(role).map(RoleId::new);
        if (chosen.isEmpty()) {
            return addPage(visit, account, null, "role", HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return switch (operators.add(visit.id(), account.id(), chosen.get(), visit.acting())) {
            case OperatorOutcome.Done(Operator added) ->
                ConsoleView.onTo(visit, "/operators/" + added.id() + "?done=added");
            case OperatorOutcome.Already(Operator known) -> ConsoleView.onTo(visit, "/operators/" + known.id());
            case OperatorOutcome.Beyond beyond ->
                addPage(visit, account, chosen.get(), "beyond", HttpStatus.UNPROCESSABLE_CONTENT);
            case OperatorOutcome.LastAdministrator last ->
                addPage(visit, account, chosen.get(), "role", HttpStatus.UNPROCESSABLE_CONTENT);
            case OperatorOutcome.Unknown unknown ->
                addPage(visit, account, null, "role", HttpStatus.UNPROCESSABLE_CONTENT);
        };
    }

    @GetMapping("/console/{slug}/operators/{id}")
    @Needs(OperatorModule.OPERATORS)
    ModelAndView detail(OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") String done) {
        return page(visit, find(visit, id), null, done, HttpStatus.OK);
    }

    @PostMapping("/console/{slug}/operators/{id}/role")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.CHANGE)
    ModelAndView changeRole(
            OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") String role) {
        Operator operator = find(visit, id);
        return ConsoleIds.uuid(role)
                .map(chosen -> came(
                        visit,
                        operator,
                        operators.changeRole(visit.id(), operator.id(), new RoleId(chosen), visit.acting()),
                        "role"))
                .orElseGet(() -> page(visit, operator, "role", "", HttpStatus.UNPROCESSABLE_CONTENT));
    }

    @GetMapping("/console/{slug}/operators/{id}/suspend")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.CHANGE)
    ModelAndView askToSuspend(OperatorVisit visit, @PathVariable String id) {
        return page("operator-suspend", visit, find(visit, id), null, "", HttpStatus.OK);
    }

    @PostMapping("/console/{slug}/operators/{id}/suspend")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.CHANGE)
    ModelAndView suspend(OperatorVisit visit, @PathVariable String id) {
        Operator operator = find(visit, id);
        return came(visit, operator, operators.suspend(visit.id(), operator.id(), visit.acting()), "suspended");
    }

    @PostMapping("/console/{slug}/operators/{id}/resume")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.CHANGE)
    ModelAndView resume(OperatorVisit visit, @PathVariable String id) {
        Operator operator = find(visit, id);
        return came(visit, operator, operators.resume(visit.id(), operator.id(), visit.acting()), "resumed");
    }

    @GetMapping("/console/{slug}/operators/{id}/remove")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.REMOVE)
    ModelAndView askToRemove(OperatorVisit visit, @PathVariable String id) {
        return page("operator-remove", visit, find(visit, id), null, "", HttpStatus.OK);
    }

    @PostMapping("/console/{slug}/operators/{id}/remove")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.REMOVE)
    ModelAndView remove(OperatorVisit visit, @PathVariable String id) {
        Operator operator = find(visit, id);
        OperatorOutcome outcome = operators.remove(visit.id(), operator.id(), visit.acting());
        return outcome instanceof OperatorOutcome.Done
                ? ConsoleView.onTo(visit, "/operators?done=removed")
                : came(visit, operator, outcome, "");
    }

    private ModelAndView came(OperatorVisit visit, Operator operator, OperatorOutcome outcome, String done) {
        return switch (outcome) {
            case OperatorOutcome.Done changed ->
                ConsoleView.onTo(visit, "/operators/" + operator.id() + "?done=" + done);
            case OperatorOutcome.Beyond beyond -> page(visit, operator, "beyond", "", HttpStatus.UNPROCESSABLE_CONTENT);
            case OperatorOutcome.LastAdministrator last ->
                page(visit, operator, "last", "", HttpStatus.UNPROCESSABLE_CONTENT);
            case OperatorOutcome.Already already -> ConsoleView.onTo(visit, "/operators/" + operator.id());
            case OperatorOutcome.Unknown unknown -> page(visit, operator, "role", "", HttpStatus.UNPROCESSABLE_CONTENT);
        };
    }

    private ModelAndView page(
            OperatorVisit visit, Operator operator, @Nullable String problem, String done, HttpStatus status) {
        return page("operator", visit, operator, problem, done, status);
    }

    private ModelAndView page(
            String name,
            OperatorVisit visit,
            Operator operator,
            @Nullable String problem,
            String done,
            HttpStatus status) {
        OperatorPage view = new OperatorPage(
                operator,
                signIns.hasAuthenticator(operator),
                sessions.count(operator),
                roles.of(visit.id()),
                visit.acting().covers(operator),
                problem,
                done);
        return ConsoleView.page(name, visit, view, status);
    }

    private ModelAndView addPage(
            OperatorVisit visit,
            UserAccount user,
            @Nullable RoleId chosen,
            @Nullable String problem,
            HttpStatus status) {
        return ConsoleView.page(
                "operator-add", visit, new AddPage(user, roles.of(visit.id()), chosen, problem), status);
    }

    private UserAccount user(OperatorVisit visit, String text) {
        return users.find(visit.id(), ConsoleIds.user(text)).orElseThrow(ConsoleIds::notFound);
    }

    private Operator find(OperatorVisit visit, String id) {
        return operators.find(visit.id(), ConsoleIds.operator(id)).orElseThrow(ConsoleIds::notFound);
    }

    /** An operator, and whether they have an authenticator. */
    public record Row(Operator operator, boolean authenticator) {}

    /**
     * What the list of operators shows.
     *
     * @param done what was done a moment ago: {@code removed}, {@code rule}, or nothing
     */
    public record ListPage(List<Row> rows, String done) {}

    /**
     * What the page to choose a user shows.
     *
     * @param already who of all users is an operator
     * @param next address of the next page, or none
     * @param further whether this is not the first page
     */
    public record ChoosePage(
            String query,
            List<UserAccount> users,
            Map<UserId, Operator> already,
            @Nullable String next,
            boolean further) {}

    /**
     * What the form to make a user an operator shows.
     *
     * @param chosen the role chosen before, or none
     * @param problem key of what cannot be accepted, or none
     */
    public record AddPage(
            UserAccount user,
            List<Role> roles,
            @Nullable RoleId chosen,
            @Nullable String problem) {}

    /**
     * What the pages of one operator show.
     *
     * @param sessions how many browsers they work in now
     * @param reached whether whoever looks may do all that this operator may
     * @param problem key of what cannot be accepted, or none
     * @param done what was done a moment ago, or nothing
     */
    public record OperatorPage(
            Operator operator,
            boolean authenticator,
            int sessions,
            List<Role> roles,
            boolean reached,
            @Nullable String problem,
            String done) {
        /** Says whether there is something to say about what was done. */
        public boolean isDone() {
            return switch (done) {
                case "added", "role", "scope", "suspended", "resumed" -> true;
                default -> false;
            };
        }
    }
}
