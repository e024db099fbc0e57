package org.countersign.server.web.console.reports;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.countersign.server.reports.ReportFilter;
import org.countersign.server.reports.ReportKind;
import org.countersign.server.reports.ReportOrder;
import org.countersign.server.reports.ReportRule;
import org.countersign.server.reports.ReportRules;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Operators;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.countersign.server.web.console.WholeServer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages about schedules of reports. */
@Controller
@WholeServer
@Needs(OperatorModule.REPORTS)
public final class ConsoleReportRulesController {
    private final ReportRules rules;
    private final Operators operators;

    ConsoleReportRulesController(ReportRules rules, Operators operators) {
        this.rules = rules;
        this.operators = operators;
    }

    @GetMapping("/console/{slug}/reports/rules")
    ModelAndView list(OperatorVisit visit, @RequestParam(defaultValue = "") String done) {
        List<ReportRule> all = rules.of(visit.id());
        return ConsoleView.page(
                "report-rules",
                visit,
                new ListPage(
                        all,
                        all.stream()
                                .filter(rule -> rules.isUnheard(visit.id(), rule))
                                .map(ReportRule::id)
                                .collect(Collectors.toSet()),
                        done));
    }

    @GetMapping("/console/{slug}/reports/rules/new")
    @Needs(value = OperatorModule.REPORTS, act = OperatorAct.ADD)
    ModelAndView newRule(OperatorVisit visit, @RequestParam MultiValueMap<String, String> typed) {
        ReportKind kind = kind(typed);
        MultiValueMap<String, String> filled = new LinkedMultiValueMap<>(typed);
        ReportRuleForm.usual(visit.operator()).forEach((name, value) -> {
            if (!filled.containsKey(name)) {
                filled.add(name, value);
            }
        });
        return form(visit, null, kind, filled, Set.of(), HttpStatus.OK);
    }

    @PostMapping("/console/{slug}/reports/rules")
    @Needs(value = OperatorModule.REPORTS, act = OperatorAct.ADD)
    ModelAndView add(OperatorVisit visit, @RequestParam MultiValueMap<String, String> typed) {
        ReportRuleForm read = read(visit, kind(typed), typed);
        if (read.wanted() == null) {
            return form(visit, null, kind(typed), typed, read.wrong(), HttpStatus.UNPROCESSABLE_CONTENT);
        }
        rules.add(visit.id(), read.wanted(), visit.actor());
        return ConsoleView.onTo(visit, "/reports/rules?done=saved");
    }

    @GetMapping("/console/{slug}/reports/rules/{id}")
    ModelAndView show(OperatorVisit visit, @PathVariable String id) {
        ReportRule rule = find(visit, id);
        return form(visit, rule, rule.order().kind(), ReportRuleForm.typed(rule), Set.of(), HttpStatus.OK);
    }

    @PostMapping("/console/{slug}/reports/rules/{id}")
    @Needs(value = OperatorModule.REPORTS, act = OperatorAct.CHANGE)
    ModelAndView change(
            OperatorVisit visit, @PathVariable String id, @RequestParam MultiValueMap<String, String> typed) {
        ReportRule rule = find(visit, id);
        ReportRuleForm read = read(visit, rule.order().kind(), typed);
        if (read.wanted() == null) {
            return form(visit, rule, rule.order().kind(), typed, read.wrong(), HttpStatus.UNPROCESSABLE_CONTENT);
        }
        rules.change(visit.id(), rule.id(), read.wanted(), visit.actor());
        return ConsoleView.onTo(visit, "/reports/rules?done=saved");
    }

    @GetMapping("/console/{slug}/reports/rules/{id}/remove")
    @Needs(value = OperatorModule.REPORTS, act = OperatorAct.REMOVE)
    ModelAndView askToRemove(OperatorVisit visit, @PathVariable String id) {
        return ConsoleView.page("report-rule-remove", visit, new RemovePage(find(visit, id)));
    }

    @PostMapping("/console/{slug}/reports/rules/{id}/remove")
    @Needs(value = OperatorModule.REPORTS, act = OperatorAct.REMOVE)
    ModelAndView remove(OperatorVisit visit, @PathVariable String id) {
        rules.remove(visit.id(), find(visit, id), visit.actor());
        return ConsoleView.onTo(visit, "/reports/rules?done=removed");
    }

    private ReportRule find(OperatorVisit visit, String id) {
        return ConsoleIds.uuid(id).flatMap(uuid -> rules.find(visit.id(), uuid)).orElseThrow(ConsoleIds::notFound);
    }

    private static ReportKind kind(MultiValueMap<String, String> typed) {
        String slug = typed.getFirst("kind");
        return ReportKind.of(slug == null ? "" : slug).orElseThrow(ConsoleIds::notFound);
    }

    private ReportRuleForm read(OperatorVisit visit, ReportKind kind, MultiValueMap<String, String> typed) {
        Set<UUID> known =
                operators.of(visit.id()).stream().map(each -> each.id().value()).collect(Collectors.toSet());
        return ReportRuleForm.read(kind, typed, known);
    }

    private ModelAndView form(
            OperatorVisit visit,
            @Nullable ReportRule rule,
            ReportKind kind,
            MultiValueMap<String, String> typed,
            Set<String> wrong,
            HttpStatus status) {
        ReportOrder.Understood understood = ConsoleReportsController.read(kind.slug(), typed);
        return ConsoleView.page(
                "report-rule",
                visit,
                new RulePage(
                        rule,
                        understood.order(),
                        typed.toSingleValueMap(),
                        understood.wrong(),
                        wrong,
                        operators.of(visit.id()),
                        new HashSet<>(typed.getOrDefault("recipient", List.of()))),
                status);
    }

    /**
     * What the list of schedules shows.
     *
     * @param unheard ids of those that tell nobody of whom they are to tell
     */
    public record ListPage(List<ReportRule> rules, Set<UUID> unheard, String done) {}

    /** What the page that removes a schedule shows. */
    public record RemovePage(ReportRule rule) {}

    /**
     * What the form of a schedule shows.
     *
     * @param rule the schedule, or none when it is a new one
     * @param typed what was typed in its fields
     * @param wrongFilters filters that were not understood
     * @param wrong fields that were not understood
     * @param recipients ids of the operators who are chosen
     */
    public record RulePage(
            @Nullable ReportRule rule,
            ReportOrder order,
            Map<String, String> typed,
            Map<ReportFilter, String> wrongFilters,
            Set<String> wrong,
            List<Operator> operators,
            Set<String> recipients) {
        /** Returns what was typed in a field, or empty text. */
        public String of(String name) {
            return typed.getOrDefault(name, "");
        }
    }
}
