package org.countersign.server.web.console.tokens;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.countersign.server.bulk.BulkAct;
import org.countersign.server.bulk.BulkForecast;
import org.countersign.server.bulk.BulkItem;
import org.countersign.server.bulk.BulkJobs;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.enrollment.ProvisioningOutcome;
import org.countersign.server.kernel.BulkJobId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Operators;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.NotPermitted;
import org.countersign.server.web.console.OperatorVisit;
import org.countersign.server.web.console.people.PeopleSearch;
import org.countersign.server.web.console.tokens.BulkOrder.What;
import org.countersign.server.web.console.tokens.ConsoleTokenActsController.ActForm;
import org.countersign.server.web.console.tokens.ConsoleTokensController.TokenSearch;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages that ask before an act on many: what it means in numbers, and whether it can be done at all. */
@Controller
public final class ConsoleBulkOrderController {
    private static final String TOKENS = "/console/{slug}/bulk/tokens";
    private static final String USERS = "/console/{slug}/bulk/users";
    private static final String PEOPLE = "/console/{slug}/bulk/people";

    private final BulkJobs jobs;
    private final BulkForecast forecast;
    private final BulkChoice choice;
    private final Provisioning provisioning;
    private final Operators operators;

    ConsoleBulkOrderController(
            BulkJobs jobs, BulkForecast forecast, BulkChoice choice, Provisioning provisioning, Operators operators) {
        this.jobs = jobs;
        this.forecast = forecast;
        this.choice = choice;
        this.provisioning = provisioning;
        this.operators = operators;
    }

    /** What was chosen, by name, and the number that was read. */
    public record Chosen(
            @Nullable String act,
            @Nullable String all,
            @Nullable List<String> chosen,
            @Nullable String count) {
        BulkOrder order(HttpServletRequest request, TokenSearch tokens, PeopleSearch people) {
            String address = request.getRequestURI();
            What what =
                    address.endsWith("/people") ? What.PEOPLE : address.endsWith("/users") ? What.USERS : What.TOKENS;
            return new BulkOrder(
                    what,
                    Optional.ofNullable(act).orElse(""),
                    "yes".equals(all),
                    Optional.ofNullable(chosen).orElse(List.of()),
                    tokens,
                    people);
        }
    }

    /** The list of users has one choice of acts; what is done to users themselves needs another permission. */
    @GetMapping("/console/{slug}/bulk/choice")
    @Needs(OperatorModule.USERS)
    ModelAndView choose(OperatorVisit visit, Chosen chosen, HttpServletRequest request) {
        boolean isOnPeople = BulkAct.of(Optional.ofNullable(chosen.act()).orElse(""))
                .filter(BulkAct::isOnPeople)
                .isPresent();
        String what = (isOnPeople ? What.PEOPLE : What.USERS).slug();
        return ConsoleView.onTo(visit, "/bulk/" + what + "?" + request.getQueryString());
    }

    @GetMapping({TOKENS, USERS})
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView ask(
            OperatorVisit visit, TokenSearch tokens, PeopleSearch people, Chosen chosen, HttpServletRequest request) {
        return ask(visit, chosen.order(request, tokens, people));
    }

    @GetMapping(PEOPLE)
    @Needs(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ModelAndView askAboutPeople(
            OperatorVisit visit, TokenSearch tokens, PeopleSearch people, Chosen chosen, HttpServletRequest request) {
        return ask(visit, chosen.order(request, tokens, people));
    }

    @PostMapping({TOKENS, USERS})
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView start(
            OperatorVisit visit,
            TokenSearch tokens,
            PeopleSearch people,
            ActForm form,
            Chosen chosen,
            HttpServletRequest request) {
        return start(visit, chosen.order(request, tokens, people), form.because(), chosen.count());
    }

    @PostMapping(PEOPLE)
    @Needs(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ModelAndView startOnPeople(
            OperatorVisit visit,
            TokenSearch tokens,
            PeopleSearch people,
            ActForm form,
            Chosen chosen,
            HttpServletRequest request) {
        return start(visit, chosen.order(request, tokens, people), form.because(), chosen.count());
    }

    private ModelAndView start(OperatorVisit visit, BulkOrder order, String because, @Nullable String count) {
        if (!visit.may(order.module(), order.need())) {
            throw new NotPermitted(visit, order.module(), order.need());
        }
        BulkChoice.Found found = choice.find(visit.id(), order);
        String problem = problem(visit, order, found);
        if (problem != null) {
            return confirm(visit, order, found, because, problem, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        int size = size(order, found);
        if (!String.valueOf(size).equals(count)) {
            // What matches has changed since the operator read the number: they read the new one first.
            return confirm(visit, order, found, because, "changed", HttpStatus.UNPROCESSABLE_CONTENT);
        }
        if (order.isProvision()) {
            return provision(visit, order, found, because);
        }
        BulkJobId job = jobs.start(
                visit.id(),
                order.job().orElseThrow(),
                because.isEmpty() ? null : because,
                found.subjects(),
                visit.actor());
        return ConsoleView.onTo(visit, "/bulk/" + job);
    }

    private ModelAndView provision(OperatorVisit visit, BulkOrder order, BulkChoice.Found found, String because) {
        return switch (provisioning.provision(visit.id(), List.copyOf(found.people()), visit.actor())) {
            case ProvisioningOutcome.Started started ->
                ConsoleView.onTo(visit, "/provision/tasks/" + started.number() + "?done=started");
            case ProvisioningOutcome.InventoryTooSmall small ->
                confirm(visit, order, found, because, "inventory", HttpStatus.UNPROCESSABLE_CONTENT);
            case ProvisioningOutcome.NoMailAddress(List<UserId> who) ->
                confirm(visit, order, found, because, "mail", HttpStatus.UNPROCESSABLE_CONTENT);
            case ProvisioningOutcome.UnknownUsers(List<UserId> who) ->
                confirm(visit, order, found, because, "unknown", HttpStatus.UNPROCESSABLE_CONTENT);
        };
    }

    /** A task counts people, a job its rows. */
    private static int size(BulkOrder order, BulkChoice.Found found) {
        return order.isProvision() ? found.people().size() : found.subjects().size();
    }

    private ModelAndView ask(OperatorVisit visit, BulkOrder order) {
        BulkChoice.Found found = choice.find(visit.id(), order);
        return confirm(visit, order, found, "", problem(visit, order, found), HttpStatus.OK);
    }

    private ModelAndView confirm(
            OperatorVisit visit,
            BulkOrder order,
            BulkChoice.Found found,
            String because,
            @Nullable String problem,
            HttpStatus status) {
        List<BulkItem.Subject> subjects = found.subjects();
        boolean isForeseen = problem == null || problem.equals("changed");
        BulkForecast.Forecast onTokens = order.job()
                .filter(act -> isForeseen && act.isOnTokens())
                .map(act -> forecast.of(visit.id(), act, subjects))
                .orElse(null);
        BulkForecast.PeopleForecast onPeople = order.job()
                .filter(act -> isForeseen && act.isOnPeople())
                .map(act -> forecast.ofPeople(visit.id(), act, subjects))
                .orElse(null);
        return ConsoleView.page(
                "bulk-confirm",
                visit,
                new BulkPages.ConfirmPage(order, size(order, found), onTokens, onPeople, because, problem),
                status);
    }

    /** Returns why it cannot be done to these, or nothing. */
    private @Nullable String problem(OperatorVisit visit, BulkOrder order, BulkChoice.Found found) {
        if (!order.isKnown()) {
            return "act";
        }
        if (choice.findsTooMany(visit.id(), order)) {
            return "people";
        }
        if (size(order, found) == 0) {
            return "nothing";
        }
        if (size(order, found) > BulkJobs.MOST) {
            return "many";
        }
        // Nobody touches somebody who may do more, or their tokens.
        return operators.above(visit.id(), visit.acting(), found.people()).isEmpty() ? null : "above";
    }
}
