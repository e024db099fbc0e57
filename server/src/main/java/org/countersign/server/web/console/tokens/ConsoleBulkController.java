package org.countersign.server.web.console.tokens;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.countersign.server.bulk.BulkAct;
import org.countersign.server.bulk.BulkForecast;
import org.countersign.server.bulk.BulkItem;
import org.countersign.server.bulk.BulkJob;
import org.countersign.server.bulk.BulkJobs;
import org.countersign.server.bulk.BulkOrders;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.enrollment.ProvisioningOutcome;
import org.countersign.server.kernel.BulkJobId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Operators;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.NotPermitted;
import org.countersign.server.web.console.OperatorVisit;
import org.countersign.server.web.console.tokens.ConsoleTokenActsController.ActForm;
import org.countersign.server.web.console.tokens.ConsoleTokensController.TokenSearch;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages for acts on many tokens or users: what it means in numbers, the way it goes, and what came of each. */
@Controller
public final class ConsoleBulkController {
    private static final String TOKENS = "/console/{slug}/bulk/tokens";
    private static final String USERS = "/console/{slug}/bulk/users";
    private static final int RECENT = 50;

    /** Gives users a provisioning task of their own, which is more than a job. */
    private static final String PROVISION = "provision";

    private final BulkJobs jobs;
    private final BulkForecast forecast;
    private final BulkChoice choice;
    private final Provisioning provisioning;
    private final Operators operators;
    private final BulkOrders orders;

    ConsoleBulkController(
            BulkJobs jobs,
            BulkForecast forecast,
            BulkChoice choice,
            Provisioning provisioning,
            Operators operators,
            BulkOrders orders) {
        this.jobs = jobs;
        this.forecast = forecast;
        this.choice = choice;
        this.provisioning = provisioning;
        this.operators = operators;
        this.orders = orders;
    }

    @GetMapping("/console/{slug}/bulk")
    @Needs(OperatorModule.TOKENS)
    ModelAndView list(OperatorVisit visit) {
        return ConsoleView.page(
                "bulk-jobs", visit, new BulkPages.JobsPage(jobs.recent(visit.id(), RECENT), names(visit)));
    }

    @GetMapping({TOKENS, USERS})
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView ask(
            OperatorVisit visit,
            TokenSearch search,
            @RequestParam(defaultValue = "") String act,
            @RequestParam(defaultValue = "") String all,
            @RequestParam(name = "chosen", defaultValue = "") List<String> ids,
            HttpServletRequest request) {
        return confirm(visit, new Order(what(request), act, all.equals("yes"), ids, search), "", null, HttpStatus.OK);
    }

    @PostMapping({TOKENS, USERS})
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView start(
            OperatorVisit visit,
            TokenSearch search,
            ActForm form,
            @RequestParam(defaultValue = "") String act,
            @RequestParam(defaultValue = "") String all,
            @RequestParam(name = "chosen", defaultValue = "") List<String> ids,
            @RequestParam(defaultValue = "") String count,
            HttpServletRequest request) {
        Order order = new Order(what(request), act, all.equals("yes"), ids, search);
        List<BulkItem.Subject> subjects = subjects(visit, order);
        boolean isDanger = BulkAct.of(act).filter(BulkAct::isDanger).isPresent();
        if (isDanger && !visit.may(OperatorModule.TOKENS, OperatorAct.REMOVE)) {
            throw new NotPermitted(visit, OperatorModule.TOKENS, OperatorAct.REMOVE);
        }
        if (subjects.isEmpty()
                || subjects.size() > BulkJobs.MOST
                || !isKnown(act)
                || choice.findsTooMany(visit.id(), order)
                || isAboutSomebodyAbove(visit, order)) {
            return confirm(visit, order, form.because(), null, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        if (!count.equals(String.valueOf(subjects.size()))) {
            // What matches has changed since the operator read the number: they read the new one first.
            return confirm(visit, order, form.because(), "changed", HttpStatus.UNPROCESSABLE_CONTENT);
        }
        if (act.equals(PROVISION)) {
            return provision(visit, order, form);
        }
        BulkJobId job = jobs.start(
                visit.id(),
                BulkAct.of(act).orElseThrow(),
                form.because().isEmpty() ? null : form.because(),
                subjects,
                visit.actor());
        return ConsoleView.onTo(visit, "/bulk/" + job);
    }

    @GetMapping("/console/{slug}/bulk/{id}")
    @Needs(OperatorModule.TOKENS)
    ModelAndView job(
            OperatorVisit visit,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String after) {
        BulkJob job = find(visit, id);
        BulkItem.State chosen = Arrays.stream(BulkItem.State.values())
                .filter(value -> value.slug().equals(state))
                .findFirst()
                .orElse(null);
        int from = after.matches("[0-9]{1,9}") ? Integer.parseInt(after) : 0;
        List<BulkItem> found = jobs.items(visit.id(), job.id(), chosen, from, ConsoleView.ROWS + 1);
        boolean more = found.size() > ConsoleView.ROWS;
        List<BulkItem> shown = more ? found.subList(0, ConsoleView.ROWS) : found;
        String next = more
                ? visit.link(
                        "/bulk/" + job.id(),
                        "state",
                        state,
                        "after",
                        String.valueOf(shown.getLast().position()))
                : null;
        String operator = Optional.ofNullable(names(visit).get(job.actor())).orElse("");
        return ConsoleView.page(
                "bulk-job",
                visit,
                new BulkPages.JobPage(job, operator, mayStop(visit, job), chosen, shown, next, from > 0));
    }

    @PostMapping("/console/{slug}/bulk/{id}/cancel")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView cancel(OperatorVisit visit, @PathVariable String id) {
        BulkJob job = find(visit, id);
        if (!mayStop(visit, job)) {
            throw new NotPermitted(visit.about(true), OperatorModule.TOKENS, OperatorAct.CHANGE);
        }
        jobs.cancel(visit.id(), job.id(), visit.actor());
        return ConsoleView.onTo(visit, "/bulk/" + job.id());
    }

    private ModelAndView provision(OperatorVisit visit, Order order, ActForm form) {
        List<UserId> users = new ArrayList<>(owners(visit, order));
        return switch (provisioning.provision(visit.id(), users, visit.actor())) {
            case ProvisioningOutcome.Started started ->
                ConsoleView.onTo(visit, "/provision/tasks/" + started.number() + "?done=started");
            case ProvisioningOutcome.InventoryTooSmall small ->
                confirm(visit, order, form.because(), "inventory", HttpStatus.UNPROCESSABLE_CONTENT);
            case ProvisioningOutcome.NoMailAddress(List<UserId> who) ->
                confirm(visit, order, form.because(), "mail", HttpStatus.UNPROCESSABLE_CONTENT);
            case ProvisioningOutcome.UnknownUsers(List<UserId> who) ->
                confirm(visit, order, form.because(), "unknown", HttpStatus.UNPROCESSABLE_CONTENT);
        };
    }

    private ModelAndView confirm(
            OperatorVisit visit, Order order, String because, @Nullable String problem, HttpStatus status) {
        List<BulkItem.Subject> subjects = subjects(visit, order);
        int count = subjects.size();
        String found = problem;
        if (!isKnown(order.act())) {
            found = "act";
        } else if (choice.findsTooMany(visit.id(), order)) {
            found = "people";
        } else if (count == 0) {
            found = "nothing";
        } else if (count > BulkJobs.MOST) {
            found = "many";
        } else if (isAboutSomebodyAbove(visit, order)) {
            found = "above";
        }
        boolean isForeseen = found == null || found.equals("changed");
        BulkForecast.Forecast foreseen = BulkAct.of(order.act())
                .filter(act -> isForeseen && act.isOnTokens())
                .map(act -> forecast.of(visit.id(), act, subjects))
                .orElse(null);
        return ConsoleView.page(
                "bulk-confirm", visit, new BulkPages.ConfirmPage(order, count, foreseen, because, found), status);
    }

    private List<BulkItem.Subject> subjects(OperatorVisit visit, Order order) {
        if (order.act().equals(PROVISION)) {
            return owners(visit, order).stream()
                    .map(user -> BulkItem.Subject.of(user, ""))
                    .toList();
        }
        return order.isOfTokens()
                ? choice.tokens(visit.id(), order)
                : choice.users(
                        visit.id(), order.all(), order.ids(), order.search().q());
    }

    private Set<UserId> owners(OperatorVisit visit, Order order) {
        return order.isOfTokens()
                ? choice.owners(visit.id(), order)
                : choice
                        .users(
                                visit.id(),
                                order.all(),
                                order.ids(),
                                order.search().q())
                        .stream()
                        .flatMap(subject -> Optional.ofNullable(subject.user()).stream())
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String what(HttpServletRequest request) {
        return request.getRequestURI().endsWith("/users") ? "users" : "tokens";
    }

    /** Nobody touches the tokens of somebody who may do more. */
    private boolean isAboutSomebodyAbove(OperatorVisit visit, Order order) {
        return !operators
                .above(visit.id(), visit.acting(), owners(visit, order))
                .isEmpty();
    }

    private boolean mayStop(OperatorVisit visit, BulkJob job) {
        return orders.mayStop(visit.id(), job, visit.acting());
    }

    private static boolean isKnown(String act) {
        return act.equals(PROVISION) || BulkAct.of(act).isPresent();
    }

    private BulkJob find(OperatorVisit visit, String id) {
        return ConsoleIds.uuid(id)
                .flatMap(known -> jobs.find(visit.id(), new BulkJobId(known)))
                .orElseThrow(ConsoleIds::notFound);
    }

    private Map<String, String> names(OperatorVisit visit) {
        return operators.everybody(visit.id()).stream()
                .collect(Collectors.toMap(operator -> "operator:" + operator.id(), Operator::userName));
    }

    /**
     * What an operator wants done, to whom.
     *
     * @param what {@code tokens} or {@code users}
     * @param act the act's name in addresses
     * @param all whether to all that match the search, or to those with these ids
     */
    public record Order(String what, String act, boolean all, List<String> ids, TokenSearch search) {
        public Order {
            ids = List.copyOf(ids);
        }

        boolean isOfTokens() {
            return what.equals("tokens");
        }
    }
}
