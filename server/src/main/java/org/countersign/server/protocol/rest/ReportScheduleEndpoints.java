package org.countersign.server.protocol.rest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.reports.ReportKind;
import org.countersign.server.reports.ReportRule;
import org.countersign.server.reports.ReportRules;
import org.countersign.server.reports.Schedule;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Operators;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Reports that are made again and again, over REST. */
@RestController
class ReportScheduleEndpoints {
    private ScheduleView view(ApiClient client, ReportRule rule) {
        return ScheduleView.of(rule, rules.isUnheard(owner(client), rule));
    }

    private final ReportRules rules;
    private final Operators operators;

    ReportScheduleEndpoints(ReportRules rules, Operators operators) {
        this.rules = rules;
        this.operators = operators;
    }

    /** A schedule as the API shows it: the day is there where its rhythm has one. */
    record ScheduleView(
            String id,
            String name,
            String report,
            List<String> columns,
            Map<String, String> filters,
            String every,
            @Nullable String weekday,
            @Nullable Integer dayOfMonth,
            int hour,
            String zone,
            int keepDays,
            List<String> recipients,
            boolean unheard,
            Instant nextAt) {
        static ScheduleView of(ReportRule rule, boolean unheard) {
            Schedule schedule = rule.schedule();
            return new ScheduleView(
                    rule.id().toString(),
                    rule.name(),
                    rule.order().kind().slug(),
                    rule.order().columns(),
                    GivenReport.filters(rule.order()),
                    schedule.every().name(),
                    schedule.every() == Schedule.Every.WEEK ? schedule.weekday().name() : null,
                    schedule.every() == Schedule.Every.MONTH ? schedule.dayOfMonth() : null,
                    schedule.hour(),
                    schedule.zone().getId(),
                    rule.keepDays(),
                    rule.recipients().stream().map(Object::toString).toList(),
                    unheard,
                    rule.nextAt());
        }
    }

    @GetMapping("/api/v1/report-schedules")
    @KeyNeeds(OperatorModule.REPORTS)
    List<ScheduleView> list(ApiClient client) {
        return rules.of(owner(client)).stream().map(rule -> view(client, rule)).toList();
    }

    @PostMapping("/api/v1/report-schedules")
    @KeyNeeds(value = OperatorModule.REPORTS, act = OperatorAct.ADD)
    ResponseEntity<ScheduleView> add(ApiClient client, @RequestBody GivenSchedule given) {
        ReportRules.Wanted wanted = given.wanted(GivenReport.kind(given.report()), known(client));
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(view(client, rules.add(owner(client), wanted, actor(client))));
    }

    @GetMapping("/api/v1/report-schedules/{id}")
    @KeyNeeds(OperatorModule.REPORTS)
    ScheduleView one(ApiClient client, @PathVariable String id) {
        return view(client, find(client, id));
    }

    @PutMapping("/api/v1/report-schedules/{id}")
    @KeyNeeds(value = OperatorModule.REPORTS, act = OperatorAct.CHANGE)
    ScheduleView change(ApiClient client, @PathVariable String id, @RequestBody GivenSchedule given) {
        ReportRule rule = find(client, id);
        ReportKind kind = rule.order().kind();
        if (given.report() != null && !given.report().equals(kind.slug())) {
            throw RestRefusal.unacceptable(
                    "report_fixed", "A schedule stays with its report, " + kind.slug() + ". Add another schedule.");
        }
        if (!rules.change(owner(client), rule.id(), given.wanted(kind, known(client)), actor(client))) {
            throw RestRefusal.notFound("schedule");
        }
        return one(client, id);
    }

    @DeleteMapping("/api/v1/report-schedules/{id}")
    @KeyNeeds(value = OperatorModule.REPORTS, act = OperatorAct.REMOVE)
    ResponseEntity<Void> remove(ApiClient client, @PathVariable String id) {
        if (!rules.remove(owner(client), find(client, id), actor(client))) {
            throw RestRefusal.notFound("schedule");
        }
        return ResponseEntity.noContent().build();
    }

    private ReportRule find(ApiClient client, String id) {
        return rules.find(owner(client), Given.id("schedule", id)).orElseThrow(() -> RestRefusal.notFound("schedule"));
    }

    private Set<UUID> known(ApiClient client) {
        return operators.of(owner(client)).stream()
                .map(operator -> operator.id().value())
                .collect(Collectors.toSet());
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }

    private static Actor actor(ApiClient client) {
        return new Actor.ApiClient(client.id());
    }
}
