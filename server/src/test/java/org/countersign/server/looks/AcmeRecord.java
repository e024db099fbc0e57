package org.countersign.server.looks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.server.alerts.AlertEvent;
import org.countersign.server.alerts.Alerts;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.AuditQuery;
import org.countersign.server.audit.AuditSearch;
import org.countersign.server.evidence.Evidence;
import org.countersign.server.evidence.IntegrityChecks;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.PushRules;
import org.countersign.server.reactions.Reactions;
import org.countersign.server.reactions.Reported;
import org.countersign.server.recovery.RecoveryCodes;
import org.countersign.server.reports.ReportKind;
import org.countersign.server.reports.ReportOrder;
import org.countersign.server.reports.ReportRules;
import org.countersign.server.reports.ReportRun;
import org.countersign.server.reports.ReportRuns;
import org.countersign.server.reports.Schedule;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.users.Operator;
import org.countersign.server.users.UserImport;

/** What the company's operators keep: changed rules, reports and their schedules, alerts, what was reported. */
final class AcmeRecord {
    private static final Actor SERVER = new Actor.Server();

    private final AcmePeople people;
    private final RunningServer server;
    final UUID recipient;
    final UUID report;
    final UUID run;
    final Object rule;
    final AuditQuery.Place place;
    final Object kept;
    final Object broken;

    AcmeRecord(AcmePeople people) {
        this.people = people;
        server = people.server;
        server.part(RecoveryCodes.class).renew(people.acme.id(), people.ada.id(), "198.51.100.23");
        report = server.part(Reactions.class)
                .report(new Reported(
                        people.acme.id(),
                        people.tomas.id(),
                        "record:" + UUID.randomUUID(),
                        "Payroll",
                        "198.51.100.23",
                        "Amsterdam, Netherlands",
                        "Chrome · Windows",
                        null,
                        server.time().instant(),
                        null,
                        false))
                .orElseThrow();
        server.part(Policies.class)
                .change(
                        people.acme.id(),
                        PolicySettings.DEFAULT.with(PushRules.DEFAULT.withNumberDigits(6)),
                        new Actor.Operator(people.console.operator().id()));
        server.part(Evidence.class).checkpoint(people.acme.id());
        server.part(IntegrityChecks.class).check(people.acme.id());
        Operator hal = people.hal.operator();
        recipient = recipient(hal);
        ReportOrder order = ReportOrder.read(
                        ReportKind.USERS_WITH_TOKENS, List.of(), Map.of("user-state", "ACTIVE"), null)
                .order();
        run = kept(order, hal);
        Schedule weekly = new Schedule(Schedule.Every.WEEK, DayOfWeek.MONDAY, 1, 6, ZoneId.of("Europe/Berlin"));
        rule = server.part(ReportRules.class)
                .add(
                        people.acme.id(),
                        new ReportRules.Wanted("Monday’s users", order, weekly, 90, List.of(hal.id())),
                        SERVER)
                .id();
        kept = file("userName,mail\nada.okafor,\nnew,new@acme.example\n");
        broken = file("userName,groups\nada.okafor,Nobody\n,Sales\n");
        place = server.part(AuditSearch.class)
                .page(people.acme.id(), AuditQuery.between(null, null), null, 1)
                .found()
                .getFirst()
                .place();
    }

    private UUID recipient(Operator operator) {
        Alerts alerts = server.part(Alerts.class);
        alerts.addOperator(people.acme.id(), operator.id(), EnumSet.allOf(AlertEvent.class), SERVER);
        alerts.addWebhook(
                people.acme.id(), "http://localhost:9/countersign/alerts", EnumSet.of(AlertEvent.SEAL_BROKEN), SERVER);
        return alerts.recipients(people.acme.id()).getFirst().id();
    }

    private UUID kept(ReportOrder order, Operator by) {
        ReportRuns runs = server.part(ReportRuns.class);
        UUID made =
                runs.keep(people.acme.id(), order, new Actor.Operator(by.id())).id();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> runs.find(people.acme.id(), made).orElseThrow().state() != ReportRun.State.WAITING);
        return made;
    }

    private Object file(String text) {
        return server.part(UserImport.class)
                .keep(people.acme.id(), text.getBytes(UTF_8), false)
                .orElseThrow();
    }
}
