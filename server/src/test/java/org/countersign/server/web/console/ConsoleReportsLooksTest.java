package org.countersign.server.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
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
import org.countersign.server.reports.ReportKind;
import org.countersign.server.reports.ReportOrder;
import org.countersign.server.reports.ReportRules;
import org.countersign.server.reports.ReportRun;
import org.countersign.server.reports.ReportRuns;
import org.countersign.server.reports.Schedule;
import org.countersign.server.testing.RealBrowser;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.Operator;
import org.countersign.server.users.Operators;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName(
        "The looks of audit, reports, alerts and mails (S14, S16, S18): 360 and 1440 pixels, light and dark, no flaw")
class ConsoleReportsLooksTest {
    private static final Actor SERVER = new Actor.Server();

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer("Acme");

    @Test
    void hasNoFlawInAnyLook() throws InterruptedException {
        TestConsole console = TestConsole.at(server, acme);
        for (String name : List.of("ada.okafor", "bruno.lindqvist", "mei")) {
            TestToken.totp(server, server.newUser(acme, name));
        }
        server.newUser(acme, "kim");
        Operator oscar = server.part(Operators.class)
                .create(acme.id(), "oscar", "oscar@acme.example", TestConsole.PASSWORD, SERVER);
        server.part(Evidence.class).checkpoint(acme.id());
        server.part(IntegrityChecks.class).check(acme.id());
        Alerts alerts = server.part(Alerts.class);
        alerts.addOperator(acme.id(), oscar.id(), EnumSet.allOf(AlertEvent.class), SERVER);
        alerts.addWebhook(
                acme.id(), "http://localhost:9/countersign/alerts", EnumSet.of(AlertEvent.SEAL_BROKEN), SERVER);
        UUID recipient = alerts.recipients(acme.id()).getFirst().id();
        ReportOrder order = ReportOrder.read(
                        ReportKind.USERS_WITH_TOKENS, List.of(), Map.of("user-state", "ACTIVE"), null)
                .order();
        ReportRun run = server.part(ReportRuns.class).keep(acme.id(), order, new Actor.Operator(oscar.id()));
        Schedule weekly = new Schedule(Schedule.Every.WEEK, DayOfWeek.MONDAY, 1, 6, ZoneId.of("Europe/Berlin"));
        var rule = server.part(ReportRules.class)
                .add(
                        acme.id(),
                        new ReportRules.Wanted("Monday’s users", order, weekly, 90, List.of(oscar.id())),
                        SERVER);
        for (int i = 0; i < 200; i++) {
            if (server.part(ReportRuns.class)
                            .find(acme.id(), run.id())
                            .orElseThrow()
                            .state()
                    != ReportRun.State.WAITING) {
                break;
            }
            Thread.sleep(50);
        }
        AuditQuery.Place place = server.part(AuditSearch.class)
                .page(acme.id(), AuditQuery.between(null, null), null, 1)
                .found()
                .getFirst()
                .place();
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("audit", "/audit");
        pages.put("audit-wrong", "/audit?user=nobody&from=yesterday");
        pages.put("audit-event", "/audit/events/" + place);
        pages.put("audit-export", "/audit/export?type=tokens");
        pages.put("audit-integrity", "/audit/integrity?done=sign");
        pages.put("reports", "/reports");
        pages.put("report", "/reports/users-with-tokens");
        pages.put("report-wrong", "/reports/sign-in-activity?from=yesterday");
        pages.put("reports-kept", "/reports/kept");
        pages.put("report-kept", "/reports/kept/" + run.id());
        pages.put("report-kept-delete", "/reports/kept/" + run.id() + "/delete");
        pages.put("report-rules", "/reports/rules?done=saved");
        pages.put("report-rule", "/reports/rules/" + rule.id());
        pages.put("report-rule-remove", "/reports/rules/" + rule.id() + "/remove");
        pages.put("alerts", "/alerts");
        pages.put("alert-new", "/alerts/new");
        pages.put("alert-recipient", "/alerts/" + recipient);
        pages.put("communications", "/communications?outcome=ENCRYPTION");
        pages.put("mail-template", "/communications/mails/enrollment/de");
        List<String> flaws = new ArrayList<>();
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPage();
            page.onPageError(flaws::add);
            page.navigate(server.pages().resolve(console.path("/sign-in")).toString());
            page.fill("#userName", "olivia");
            page.fill("#password", TestConsole.PASSWORD);
            page.keyboard().press("Enter");
            page.locator(".console-nav").waitFor();
            for (Map.Entry<String, String> shown : pages.entrySet()) {
                page.navigate(
                        server.pages().resolve(console.path(shown.getValue())).toString());
                flaws.addAll(RealBrowser.flaws(page, "console-" + shown.getKey()));
            }
        }
        assertThat(flaws).isEmpty();
    }
}
