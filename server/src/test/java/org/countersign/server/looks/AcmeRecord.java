package org.countersign.server.looks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.countersign.server.protocol.oidc.OidcClients;
import org.countersign.server.protocol.rest.ApiClients;
import org.countersign.server.protocol.rest.ApiScope;
import org.countersign.server.reactions.Reactions;
import org.countersign.server.reactions.Reported;
import org.countersign.server.reports.ReportKind;
import org.countersign.server.reports.ReportOrder;
import org.countersign.server.reports.ReportRules;
import org.countersign.server.reports.ReportRun;
import org.countersign.server.reports.ReportRuns;
import org.countersign.server.reports.Schedule;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.users.Operator;
import org.countersign.server.users.UserImport;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServers;

/** What the company's operators keep: doors and keys, changed rules, reports and their schedules, alerts, what was reported. */
final class AcmeRecord {
    private static final Actor SERVER = new Actor.Server();

    private final AcmePeople people;
    private final RunningServer server;
    final Application payroll;
    final Application wiki;
    final String key;
    UUID recipient;
    UUID report;
    UUID run;
    Object rule;
    AuditQuery.Place place;
    Object kept;
    Object broken;

    AcmeRecord(AcmePeople people) {
        this.people = people;
        server = people.server;
        payroll = server.part(VirtualServers.class).createApplication(people.acme.id(), "Payroll", SERVER);
        wiki = server.part(VirtualServers.class).createApplication(people.acme.id(), "Acme Wiki", SERVER);
        server.part(OidcClients.class)
                .register(
                        wiki,
                        List.of(URI.create("https://wiki.acme.example/signed-in")),
                        List.of(URI.create("https://wiki.acme.example/")),
                        SERVER);
        ApiClients keys = server.part(ApiClients.class);
        keys.create(payroll, "Payroll gateway", Set.of(ApiScope.AUTHENTICATE), SERVER);
        key = keys.of(people.acme.id()).getFirst().client().id().toString();
    }

    AcmeRecord fill() {
        report = server.part(Reactions.class)
                .report(new Reported(
                        people.acme.id(),
                        people.tomas.id(),
                        "record:" + UUID.randomUUID(),
                        "Payroll",
                        "198.51.100.23",
                        "Amsterdam, Netherlands",
                        "Chrome · Windows",
                        server.time().instant(),
                        null))
                .orElseThrow();
        Operator hal = people.hal.operator();
        server.part(Policies.class)
                .change(
                        people.acme.id(),
                        PolicySettings.DEFAULT.with(PushRules.DEFAULT.withNumberDigits(6)),
                        new Actor.Operator(people.console.operator().id()));
        server.part(Evidence.class).checkpoint(people.acme.id());
        server.part(IntegrityChecks.class).check(people.acme.id());
        Alerts alerts = server.part(Alerts.class);
        alerts.addOperator(people.acme.id(), hal.id(), EnumSet.allOf(AlertEvent.class), SERVER);
        alerts.addWebhook(
                people.acme.id(), "http://localhost:9/countersign/alerts", EnumSet.of(AlertEvent.SEAL_BROKEN), SERVER);
        recipient = alerts.recipients(people.acme.id()).getFirst().id();
        reports(hal);
        UserImport imports = server.part(UserImport.class);
        kept = imports.keep(
                        people.acme.id(), "userName,mail\nada.okafor,\nnew,new@acme.example\n".getBytes(UTF_8), false)
                .orElseThrow();
        broken = imports.keep(people.acme.id(), "userName,groups\nada.okafor,Nobody\n,Sales\n".getBytes(UTF_8), false)
                .orElseThrow();
        place = server.part(AuditSearch.class)
                .page(people.acme.id(), AuditQuery.between(null, null), null, 1)
                .found()
                .getFirst()
                .place();
        return this;
    }

    private void reports(Operator reader) {
        ReportOrder order = ReportOrder.read(
                        ReportKind.USERS_WITH_TOKENS, List.of(), Map.of("user-state", "ACTIVE"), null)
                .order();
        ReportRuns runs = server.part(ReportRuns.class);
        run = runs.keep(people.acme.id(), order, new Actor.Operator(reader.id()))
                .id();
        Schedule weekly = new Schedule(Schedule.Every.WEEK, DayOfWeek.MONDAY, 1, 6, ZoneId.of("Europe/Berlin"));
        rule = server.part(ReportRules.class)
                .add(
                        people.acme.id(),
                        new ReportRules.Wanted("Monday’s users", order, weekly, 90, List.of(reader.id())),
                        SERVER)
                .id();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> runs.find(people.acme.id(), run).orElseThrow().state() != ReportRun.State.WAITING);
    }
}
