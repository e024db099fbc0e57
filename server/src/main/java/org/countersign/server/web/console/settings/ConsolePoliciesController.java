package org.countersign.server.web.console.settings;

import java.util.Arrays;
import java.util.Map;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicyGroup;
import org.countersign.server.policy.PolicyValues;
import org.countersign.server.policy.PolicyVersion;
import org.countersign.server.policy.Profile;
import org.countersign.server.policy.Profiles;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.OperatorRules;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.countersign.server.web.console.Sensitive;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages about the rules of the virtual server. */
@Controller
@Needs(OperatorModule.POLICIES)
public final class ConsolePoliciesController {
    private final Policies policies;
    private final OperatorRules operatorRules;
    private final PolicyChanging changing;

    ConsolePoliciesController(Policies policies, OperatorRules operatorRules, PolicyChanging changing) {
        this.policies = policies;
        this.operatorRules = operatorRules;
        this.changing = changing;
    }

    @GetMapping("/console/{slug}/policies")
    ModelAndView overview(OperatorVisit visit, @RequestParam(defaultValue = "") String done) {
        PolicyVersion now = policies.latest(visit.id());
        Boolean factor = visit.may(OperatorModule.OPERATORS, OperatorAct.VIEW)
                ? operatorRules.secondFactorRequired(visit.id())
                : null;
        return ConsoleView.page(
                "policies",
                visit,
                new PolicyPages.Overview(now.number(), PolicyValues.of(now.settings()), factor, done));
    }

    @GetMapping("/console/{slug}/policies/profile")
    ModelAndView profile(OperatorVisit visit) {
        return ConsoleView.page(
                "policy-profile",
                visit,
                new PolicyPages.Profiling(Arrays.stream(Profile.values())
                        .map(profile ->
                                new PolicyPages.Judged(profile, Profiles.of(profile, policies.current(visit.id()))))
                        .toList()));
    }

    @GetMapping("/console/{slug}/policies/{group}")
    @Needs(value = OperatorModule.POLICIES, act = OperatorAct.CHANGE)
    @Sensitive
    ModelAndView form(OperatorVisit visit, @PathVariable String group, @RequestParam Map<String, String> typed) {
        return changing.form(visit, place(group), typed);
    }

    @GetMapping("/console/{slug}/policies/{group}/confirm")
    @Needs(value = OperatorModule.POLICIES, act = OperatorAct.CHANGE)
    @Sensitive
    ModelAndView confirm(OperatorVisit visit, @PathVariable String group, @RequestParam Map<String, String> typed) {
        return changing.confirm(visit, place(group), typed);
    }

    @PostMapping("/console/{slug}/policies/{group}")
    @Needs(value = OperatorModule.POLICIES, act = OperatorAct.CHANGE)
    @Sensitive
    ModelAndView change(OperatorVisit visit, @PathVariable String group, @RequestParam Map<String, String> typed) {
        return changing.change(visit, place(group), typed);
    }

    private static PolicyChanging.Place place(String slug) {
        PolicyGroup group = PolicyGroup.of(slug).orElseThrow(ConsoleIds::notFound);
        return new PolicyChanging.Place(group, "/policies/" + group.slug(), "/policies", "policies");
    }
}
