package org.countersign.server.web.console.settings;

import java.util.Map;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicyGroup;
import org.countersign.server.policy.PolicyValues;
import org.countersign.server.policy.PolicyVersion;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.countersign.server.web.console.Sensitive;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages about what users may do by themselves. */
@Controller
@Needs(OperatorModule.SELF_SERVICE)
public final class ConsoleSelfServiceController {
    private static final PolicyChanging.Place PLACE =
            new PolicyChanging.Place(PolicyGroup.SELF_SERVICE, "/self-service/rules", "/self-service", "self-service");

    private final Policies policies;
    private final PolicyChanging changing;

    ConsoleSelfServiceController(Policies policies, PolicyChanging changing) {
        this.policies = policies;
        this.changing = changing;
    }

    @GetMapping("/console/{slug}/self-service")
    ModelAndView overview(OperatorVisit visit, @RequestParam(defaultValue = "") String done) {
        PolicyVersion now = policies.latest(visit.id());
        return ConsoleView.page(
                "self-service",
                visit,
                new PolicyPages.Overview(now.number(), PolicyValues.of(now.settings()), null, done));
    }

    @GetMapping("/console/{slug}/self-service/rules")
    @Needs(value = OperatorModule.SELF_SERVICE, act = OperatorAct.CHANGE)
    @Sensitive
    ModelAndView form(OperatorVisit visit, @RequestParam Map<String, String> typed) {
        return changing.form(visit, PLACE, typed);
    }

    @GetMapping("/console/{slug}/self-service/rules/confirm")
    @Needs(value = OperatorModule.SELF_SERVICE, act = OperatorAct.CHANGE)
    @Sensitive
    ModelAndView confirm(OperatorVisit visit, @RequestParam Map<String, String> typed) {
        return changing.confirm(visit, PLACE, typed);
    }

    @PostMapping("/console/{slug}/self-service/rules")
    @Needs(value = OperatorModule.SELF_SERVICE, act = OperatorAct.CHANGE)
    @Sensitive
    ModelAndView change(OperatorVisit visit, @RequestParam Map<String, String> typed) {
        return changing.change(visit, PLACE, typed);
    }
}
