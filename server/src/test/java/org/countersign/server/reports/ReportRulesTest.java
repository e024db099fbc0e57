package org.countersign.server.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorOutcome;
import org.countersign.server.users.OperatorScope;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Permissions;
import org.countersign.server.users.RoleOutcome;
import org.countersign.server.users.Roles;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@DisplayName("Kept and scheduled reports (S14): made once by one node, told by mail, deleted when their time is up")
class ReportRulesTest {
    private final RunningServer server = RunningServer.get();
    private final ReportRules rules = server.part(ReportRules.class);
    private final ReportRuns runs = server.part(ReportRuns.class);
    private final VirtualServer acme = server.newVirtualServer("Acme");

    private static ReportOrder order() {
        return ReportOrder.read(ReportKind.TOKEN_INVENTORY, List.of("serial"), Map.of(), null)
                .order();
    }

    private ReportRun finished(ReportRun run) {
        return await("the report")
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> runs.find(acme.id(), run.id()).orElseThrow(),
                        now -> now.state() != ReportRun.State.WAITING);
    }

    private static Instant at(String moment) {
        return Instant.parse(moment);
    }

    @Test
    void aScheduleGoesByTheClockOnTheWall() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Schedule daily = new Schedule(Schedule.Every.DAY, DayOfWeek.MONDAY, 1, 6, berlin);
        assertThat(daily.after(at("2026-01-10T04:59:59Z"))).isEqualTo(at("2026-01-10T05:00:00Z"));
        assertThat(daily.after(at("2026-01-10T05:00:00Z"))).isEqualTo(at("2026-01-11T05:00:00Z"));
        assertThat(daily.after(at("2026-07-10T05:00:00Z"))).as("summer time").isEqualTo(at("2026-07-11T04:00:00Z"));
        Schedule leftOut = new Schedule(Schedule.Every.DAY, DayOfWeek.MONDAY, 1, 2, berlin);
        assertThat(leftOut.after(at("2026-03-28T12:00:00Z")))
                .as("2 o'clock does not exist on the day when summer time begins")
                .isEqualTo(at("2026-03-29T01:00:00Z"));
        Schedule weekly = new Schedule(Schedule.Every.WEEK, DayOfWeek.FRIDAY, 1, 23, ZoneId.of("America/New_York"));
        assertThat(weekly.after(at("2026-11-22T12:00:00Z"))).isEqualTo(at("2026-11-28T04:00:00Z"));
        Schedule monthly = new Schedule(Schedule.Every.MONTH, DayOfWeek.MONDAY, 31, 0, ZoneId.of("UTC"));
        assertThat(monthly.after(at("2027-02-01T00:00:00Z"))).isEqualTo(at("2027-02-28T00:00:00Z"));
        assertThat(monthly.after(at("2027-02-28T00:00:00Z"))).isEqualTo(at("2027-03-31T00:00:00Z"));
    }

    @Test
    void aKeptReportIsTheSameInEveryFormLater() throws Exception {
        server.part(Tokens.class).allocate(acme.id(), 9_900, new Actor.Server());
        ReportRun run = finished(runs.keep(acme.id(), order(), new Actor.Server()));
        assertThat(run.state()).isEqualTo(ReportRun.State.DONE);
        assertThat(run.rows()).isEqualTo(10_000);
        server.part(Tokens.class).allocate(acme.id(), 1, new Actor.Server());
        assertThat(lines(run)).as("as it was when it was made").isEqualTo(10_001);
        assertThat(runs.find(server.newVirtualServer().id(), run.id())).isEmpty();
        assertThat(runs.delete(acme.id(), run, new Actor.Server())).isTrue();
        assertThat(runs.find(acme.id(), run.id())).isEmpty();
    }

    private long lines(ReportRun run) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        runs.write(acme.id(), run, ReportFormat.CSV, new Actor.Server(), out);
        return out.toString(StandardCharsets.UTF_8).lines().count();
    }

    @Test
    void oneScheduleThatFailsIsOnRecordAndStopsNoOther() {
        Schedule daily = new Schedule(Schedule.Every.DAY, DayOfWeek.MONDAY, 1, 0, ZoneId.of("UTC"));
        ReportRule broken = rules.add(
                acme.id(), new ReportRules.Wanted("Broken", order(), daily, 7, List.of()), new Actor.Server());
        ReportRule whole =
                rules.add(acme.id(), new ReportRules.Wanted("Whole", order(), daily, 7, List.of()), new Actor.Server());
        JdbcClient jdbc = server.part(JdbcClient.class);
        jdbc.sql("update report_rule set zone = 'Nowhere/Land', next_at = '2001-01-01' where id = ?")
                .param(broken.id())
                .update();
        server.time().pass(Duration.ofHours(25));
        server.part(ReportSweep.class).startDue();
        assertThat(runs.page(acme.id(), null, 10)).extracting(ReportRun::rule).containsExactly(whole.id());
        assertThat(failures())
                .singleElement()
                .satisfies(entry -> assertThat(entry.details()).containsEntry("schedule", "Broken"));
        server.part(ReportSweep.class).startDue();
        assertThat(failures()).as("put off for an hour").hasSize(1);
        jdbc.sql("delete from report_rule where id = ?").param(broken.id()).update();
    }

    private List<AuditEntry> failures() {
        return server.part(Audit.class).recent(acme.id(), Set.of(AuditType.REPORT_FAILED), null, 10);
    }

    @Test
    void aReportThatFailsThreeTimesIsOnRecord() throws Exception {
        ReportOrder broken =
                new ReportOrder(ReportKind.SIGN_IN_ACTIVITY, List.of("at"), Map.of(ReportFilter.FROM, "never"), null);
        ReportRun run = runs.keep(acme.id(), broken, new Actor.Server());
        for (int i = 0; i < 3; i++) {
            server.part(ReportSweep.class).make();
            server.time().pass(Duration.ofMinutes(31));
        }
        assertThat(finished(run).state()).isEqualTo(ReportRun.State.FAILED);
        assertThat(failures())
                .singleElement()
                .satisfies(entry -> assertThat(entry.details())
                        .containsEntry("kept", run.id().toString())
                        .containsEntry("attempts", "3"));
    }

    @Test
    void isMadeOnceHoweverManyNodesLookAndMailsALinkToThoseItNames() throws Exception {
        Operator olivia = server.part(Operators.class)
                .create(acme.id(), "olivia", "olivia@acme.example", "battery staple", new Actor.Server());
        server.part(Operators.class)
                .create(
                        acme.id(),
                        "oscar",
                        "oscar-" + acme.slug() + "@acme.example",
                        "battery staple",
                        new Actor.Server());
        Schedule hourly = new Schedule(Schedule.Every.DAY, DayOfWeek.MONDAY, 1, 0, ZoneId.of("UTC"));
        ReportRule rule = rules.add(
                acme.id(),
                new ReportRules.Wanted("Monday's tokens", order(), hourly, 7, List.of(olivia.id())),
                new Actor.Operator(olivia.id()));
        assertThat(runs.page(acme.id(), null, 10)).isEmpty();
        server.time().pass(Duration.ofHours(25));
        try (ExecutorService nodes = Executors.newFixedThreadPool(8)) {
            ReportRuleStore.DueRule due = rules.due().stream()
                    .filter(found -> found.id().equals(rule.id()))
                    .findFirst()
                    .orElseThrow();
            List<Future<Boolean>> started = IntStream.range(0, 8)
                    .mapToObj(i -> nodes.submit(() -> rules.start(due)))
                    .toList();
            for (Future<Boolean> each : started) {
                each.get();
            }
        } catch (ExecutionException broken) {
            throw new AssertionError(broken);
        }
        assertThat(runs.page(acme.id(), null, 10)).as("one run for one hour").hasSize(1);
        ReportRun run = finished(runs.page(acme.id(), null, 10).getFirst());
        assertThat(run.rule()).isEqualTo(rule.id());
        assertThat(Duration.between(run.askedAt(), run.keepUntil())).isEqualTo(Duration.ofDays(7));
        assertThat(rules.find(acme.id(), rule.id()).orElseThrow().nextAt())
                .isAfter(server.time().instant());
        String mail = server.mailServer().text("olivia@acme.example", "Report “Monday's tokens”");
        assertThat(mail)
                .contains("/console/" + acme.slug() + "/reports/kept/" + run.id())
                .contains("100 rows");
        assertThat(server.mailServer().messages("oscar-" + acme.slug() + "@acme.example"))
                .isEmpty();
    }

    @Test
    void tellsNobodyWhoMayNotOpenReports() throws Exception {
        List<OperatorId> recipients = new ArrayList<>();
        for (String name : List.of("limited", "narrow", "suspended")) {
            recipients.add(recipient(name, name.equals("narrow") ? "USERS.VIEW" : "REPORTS.VIEW"));
        }
        ReportRule rule = rules.add(
                acme.id(),
                new ReportRules.Wanted(
                        "Tokens",
                        order(),
                        new Schedule(Schedule.Every.DAY, DayOfWeek.MONDAY, 1, 0, ZoneId.of("UTC")),
                        7,
                        recipients),
                new Actor.Server());
        assertThat(rules.isUnheard(acme.id(), rule)).isFalse();
        Operators operators = server.part(Operators.class);
        operators.changeScope(acme.id(), recipients.getFirst(), new OperatorScope(true, Set.of()), Acting.server());
        operators.suspend(acme.id(), recipients.getLast(), Acting.server());
        assertThat(rules.isUnheard(acme.id(), rule)).isTrue();
        server.time().pass(Duration.ofHours(25));
        server.part(ReportSweep.class).startDue();
        finished(runs.page(acme.id(), null, 10).getFirst());
        OperatorId told = recipient("told", "REPORTS.VIEW");
        ReportRule changed = rules.add(
                acme.id(),
                new ReportRules.Wanted("Told", order(), rule.schedule(), 7, List.of(told)),
                new Actor.Server());
        assertThat(rules.isUnheard(acme.id(), changed)).isFalse();
        server.time().pass(Duration.ofHours(25));
        server.part(ReportSweep.class).startDue();
        server.mailServer().text("told-" + acme.slug() + "@acme.example", "Report “Told”");
        for (String name : List.of("limited", "narrow", "suspended")) {
            assertThat(server.mailServer().messages(name + "-" + acme.slug() + "@acme.example"))
                    .as(name)
                    .isEmpty();
        }
    }

    private OperatorId recipient(String name, String permission) {
        RoleOutcome role = server.part(Roles.class)
                .add(acme.id(), name, "", Permissions.parse(List.of(permission)), Acting.server());
        UserId user = server.part(Users.class)
                .create(
                        acme.id(),
                        name,
                        name,
                        name + "-" + acme.slug() + "@acme.example",
                        "battery staple",
                        new Actor.Server())
                .orElseThrow()
                .id();
        OperatorOutcome added = server.part(Operators.class)
                .add(acme.id(), user, ((RoleOutcome.Done) role).role().id(), Acting.server());
        return ((OperatorOutcome.Done) added).operator().id();
    }

    @Test
    void isGoneWhenItsTimeIsUpThoughNobodyHasSweptYet() throws Exception {
        ReportRun run = finished(runs.keep(acme.id(), order(), new Actor.Server()));
        server.time().pass(ReportRuns.KEPT.minusMinutes(1));
        assertThat(runs.find(acme.id(), run.id())).contains(run);
        assertThat(runs.page(acme.id(), null, 10)).containsExactly(run);
        server.time().pass(Duration.ofMinutes(1));
        assertThat(runs.find(acme.id(), run.id())).isEmpty();
        assertThat(runs.page(acme.id(), null, 10)).isEmpty();
        assertThat(lines(run)).as("its rows").isEqualTo(1);
    }

    @Test
    void isDeletedWhenItsTimeIsUp() throws Exception {
        ReportRun run = finished(runs.keep(acme.id(), order(), new Actor.Server()));
        ReportSweep sweep = server.part(ReportSweep.class);
        sweep.forget();
        assertThat(runs.find(acme.id(), run.id())).isPresent();
        server.time().pass(ReportRuns.KEPT.plusMinutes(1));
        sweep.forget();
        assertThat(runs.find(acme.id(), run.id())).isEmpty();
    }
}
