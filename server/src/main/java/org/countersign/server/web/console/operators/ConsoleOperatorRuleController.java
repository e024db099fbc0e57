package org.countersign.server.web.console.operators;

import java.util.List;
import org.countersign.server.authentication.OperatorSignIns;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.OperatorRules;
import org.countersign.server.users.Operators;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.countersign.server.web.console.Sensitive;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's page about the rule for operators: a second factor, or a password alone. */
@Controller
@Sensitive
public final class ConsoleOperatorRuleController {
    private final OperatorRules rules;
    private final Operators operators;
    private final OperatorSignIns signIns;

    ConsoleOperatorRuleController(OperatorRules rules, Operators operators, OperatorSignIns signIns) {
        this.rules = rules;
        this.operators = operators;
        this.signIns = signIns;
    }

    @GetMapping("/console/{slug}/operators/rule")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.CHANGE)
    ModelAndView form(OperatorVisit visit) {
        List<Operator> without = operators.atWork(visit.id()).stream()
                .filter(operator -> !signIns.hasAuthenticator(operator))
                .toList();
        return ConsoleView.page(
                "operator-rule", visit, new RulePage(rules.secondFactorRequired(visit.id()), without.size()));
    }

    @PostMapping("/console/{slug}/operators/rule")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.CHANGE)
    ModelAndView change(OperatorVisit visit, @RequestParam(defaultValue = "") String secondFactor) {
        rules.requireSecondFactor(visit.id(), !secondFactor.equals("no"), visit.actor());
        return ConsoleView.onTo(visit, "/operators?done=rule");
    }

    /**
     * What the page shows.
     *
     * @param required whether operators need a second factor now
     * @param without how many operators have no authenticator yet
     */
    public record RulePage(boolean required, int without) {}
}
