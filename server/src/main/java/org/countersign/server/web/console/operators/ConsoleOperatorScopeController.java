package org.countersign.server.web.console.operators;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.users.Container;
import org.countersign.server.users.Containers;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.OperatorOutcome;
import org.countersign.server.users.OperatorScope;
import org.countersign.server.users.Operators;
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

/** The console's page about which people an operator sees. */
@Controller
@Sensitive
public final class ConsoleOperatorScopeController {
    private static final String DEFAULT = "default";

    private final Operators operators;
    private final Containers containers;

    ConsoleOperatorScopeController(Operators operators, Containers containers) {
        this.operators = operators;
        this.containers = containers;
    }

    @GetMapping("/console/{slug}/operators/{id}/scope")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.CHANGE)
    ModelAndView form(OperatorVisit visit, @PathVariable String id) {
        Operator operator = find(visit, id);
        return page(visit, operator, operator.scope(), null, HttpStatus.OK);
    }

    @PostMapping("/console/{slug}/operators/{id}/scope")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.CHANGE)
    ModelAndView change(
            OperatorVisit visit,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String sees,
            @RequestParam(defaultValue = "") List<String> container) {
        Operator operator = find(visit, id);
        Set<UUID> chosen = new HashSet<>();
        if (container.contains(DEFAULT)) {
            chosen.add(OperatorScope.DEFAULT_CONTAINER);
        }
        for (Container known : containers.of(visit.id())) {
            if (container.contains(known.id().toString())) {
                chosen.add(known.id().value());
            }
        }
        boolean limited = sees.equals("some");
        OperatorScope scope = limited ? new OperatorScope(true, chosen) : OperatorScope.EVERYBODY;
        if (limited && chosen.isEmpty()) {
            return page(visit, operator, scope, "none", HttpStatus.UNPROCESSABLE_CONTENT);
        }
        if (limited && operator.role().isFixed()) {
            return page(visit, operator, scope, "administrator", HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return switch (operators.changeScope(visit.id(), operator.id(), scope, visit.acting())) {
            case OperatorOutcome.Done done -> ConsoleView.onTo(visit, "/operators/" + operator.id() + "?done=scope");
            case OperatorOutcome.Unknown unknown -> throw ConsoleIds.notFound();
            case OperatorOutcome.Beyond beyond ->
                page(visit, operator, scope, "beyond", HttpStatus.UNPROCESSABLE_CONTENT);
            case OperatorOutcome.Already already -> ConsoleView.onTo(visit, "/operators/" + operator.id());
            case OperatorOutcome.LastAdministrator last -> ConsoleView.onTo(visit, "/operators/" + operator.id());
        };
    }

    private ModelAndView page(
            OperatorVisit visit, Operator operator, OperatorScope chosen, @Nullable String problem, HttpStatus status) {
        return ConsoleView.page(
                "operator-scope", visit, new ScopePage(operator, chosen, containers.of(visit.id()), problem), status);
    }

    private Operator find(OperatorVisit visit, String id) {
        return operators.find(visit.id(), ConsoleIds.operator(id)).orElseThrow(ConsoleIds::notFound);
    }

    /**
     * What the page shows.
     *
     * @param problem key of what cannot be accepted, or none
     */
    public record ScopePage(
            Operator operator,
            OperatorScope chosen,
            List<Container> containers,
            @Nullable String problem) {}
}
