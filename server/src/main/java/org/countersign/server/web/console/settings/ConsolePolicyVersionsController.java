package org.countersign.server.web.console.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicyOutcome;
import org.countersign.server.policy.PolicyValues;
import org.countersign.server.policy.PolicyVersion;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Operators;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.countersign.server.web.console.Sensitive;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages about earlier versions of the rules. */
@Controller
@Needs(OperatorModule.POLICIES)
public final class ConsolePolicyVersionsController {
    private final Policies policies;
    private final Operators operators;
    private final PolicyChanging changing;

    ConsolePolicyVersionsController(Policies policies, Operators operators, PolicyChanging changing) {
        this.policies = policies;
        this.operators = operators;
        this.changing = changing;
    }

    @GetMapping("/console/{slug}/policies/versions")
    ModelAndView log(OperatorVisit visit, @RequestParam(defaultValue = "") String before) {
        int from = before.matches("[0-9]{1,9}") ? Integer.parseInt(before) : Integer.MAX_VALUE;
        List<PolicyVersion> found = policies.history(visit.id(), from, ConsoleView.ROWS + 1);
        int now = policies.latest(visit.id()).number();
        Map<String, String> names = operators.everybody(visit.id()).stream()
                .collect(Collectors.toMap(operator -> "operator:" + operator.id(), Operator::userName));
        List<PolicyPages.Version> versions = new ArrayList<>();
        for (int i = 0; i < Math.min(found.size(), ConsoleView.ROWS); i++) {
            PolicyVersion version = found.get(i);
            PolicyVersion earlier = i + 1 < found.size() ? found.get(i + 1) : null;
            versions.add(shown(version, earlier, names.get(version.changedBy()), version.number() == now));
        }
        String next = found.size() > ConsoleView.ROWS
                ? visit.link(
                        "/policies/versions",
                        "before",
                        Integer.toString(versions.getLast().number()))
                : null;
        return ConsoleView.page("policy-versions", visit, new PolicyPages.Log(versions, next, !before.isEmpty()));
    }

    @GetMapping("/console/{slug}/policies/versions/{number}/restore")
    @Needs(value = OperatorModule.POLICIES, act = OperatorAct.CHANGE)
    @Sensitive
    ModelAndView askToRestore(OperatorVisit visit, @PathVariable String number) {
        return changing.confirmRestoring(visit, find(visit, number));
    }

    @PostMapping("/console/{slug}/policies/versions/{number}")
    @Needs(value = OperatorModule.POLICIES, act = OperatorAct.CHANGE)
    @Sensitive
    ModelAndView restore(OperatorVisit visit, @PathVariable String number, @RequestParam Map<String, String> typed) {
        PolicyVersion old = find(visit, number);
        int expected = PolicyChanging.version(typed);
        return switch (policies.replace(visit.id(), expected, old.settings(), visit.actor())) {
            case PolicyOutcome.Changed changed -> ConsoleView.onTo(visit, "/policies?done=restored");
            case PolicyOutcome.Unchanged same -> ConsoleView.onTo(visit, "/policies?done=same");
            case PolicyOutcome.Overtaken overtaken -> ConsoleView.onTo(visit, "/policies?done=overtaken");
        };
    }

    private static PolicyPages.Version shown(
            PolicyVersion version, @Nullable PolicyVersion earlier, @Nullable String who, boolean now) {
        String actor = version.changedBy();
        return new PolicyPages.Version(
                version.number(),
                version.changedAt(),
                who,
                actor.startsWith("api:") ? "audit.actor.api" : "audit.actor.server",
                earlier == null ? List.of() : PolicyValues.changes(earlier.settings(), version.settings()),
                now);
    }

    private PolicyVersion find(OperatorVisit visit, String number) {
        if (!number.matches("[0-9]{1,9}")) {
            throw ConsoleIds.notFound();
        }
        return policies.version(visit.id(), Integer.parseInt(number)).orElseThrow(ConsoleIds::notFound);
    }
}
