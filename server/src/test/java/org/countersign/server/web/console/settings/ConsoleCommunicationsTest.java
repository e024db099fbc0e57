package org.countersign.server.web.console.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.countersign.server.alerts.Alerts;
import org.countersign.server.reports.ReportRules;
import org.countersign.server.reports.ReportRuns;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.users.Role;
import org.countersign.server.users.Roles;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The console's pages about reports, alerts and mails (S14, S16)")
class ConsoleCommunicationsTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final TestConsole console = TestConsole.signedIn(server, acme);

    @Test
    void sendsATestMailAndSaysWhatTheServerSaid() {
        String to = "test-" + acme.slug() + "@example.com";
        console.open("/communications");
        TestBrowser page = console.browser().submit("/communications/test", Map.of("to", to));
        assertThat(page.body()).contains("The mail server took the test mail");
        assertThat(server.mailServer().text(to, "Test mail")).contains("olivia");
        console.open("/communications");
        assertThat(console.browser()
                        .submit("/communications/test", Map.of("to", "a@example.com\r\nBcc: b@example.com"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void saysInWordsWhyNoMailCanBeSent() {
        server.mailServer().stop();
        try {
            console.open("/communications");
            assertThat(console.browser()
                            .submit("/communications/test", Map.of("to", "ada@example.com"))
                            .body())
                    .contains("The mail server does not answer");
        } finally {
            server.mailServer().start();
        }
    }

    @Test
    void changesPreviewsAndResetsTheWordsOfAMail() {
        String page = "/communications/mails/alert/en";
        console.open(page);
        TestBrowser wrong =
                console.browser().submit(page, Map.of("subject", "Oh", "text", "{event} {nonsense}", "act", "save"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body())
                .contains("no tag <code>&#123;nonsense&#125;")
                .contains("lacks the tag <code>&#123;times&#125;");
        String text = "{event}: {times}, {console} <b>&";
        TestBrowser preview = console.browser().submit(page, Map.of("subject", "Oh", "text", text, "act", "preview"));
        assertThat(preview.body()).contains("Token locked: 1, https://login.example.com/console/acme &lt;b&gt;&amp;");
        TestBrowser saved = console.browser().submit(page, Map.of("subject", "Oh", "text", text, "act", "save"));
        assertThat(saved.body()).contains("Words saved").contains("Use the usual words again");
        assertThat(console.browser().submit(page + "/reset", Map.of()).body())
                .contains("The usual words are in use again")
                .doesNotContain("Use the usual words again");
        assertThat(console.open("/communications/mails/nothing/en").status()).isEqualTo(404);
        assertThat(console.open("/communications/mails/alert/xx").status()).isEqualTo(404);
    }

    @Test
    void addsChangesAndRemovesARecipientOfAlerts() {
        console.open("/alerts/new");
        TestBrowser wrong = console.browser()
                .submit(
                        "/alerts",
                        Map.of("kind", "WEBHOOK", "address", "https://evil.example/", "event", "SEAL_BROKEN"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("not listed in countersign.webhooks").contains("https://evil.example/");
        TestBrowser secret = console.browser()
                .submit("/alerts", Map.of("kind", "WEBHOOK", "address", "http://localhost:9/", "event", "SEAL_BROKEN"));
        assertThat(secret.body()).contains("it is shown this once");
        var recipient = server.part(Alerts.class).recipients(acme.id()).getFirst();
        String page = "/alerts/" + recipient.id();
        console.open(page);
        console.browser().submit(page, Map.of("event", "TOKEN_LOCKED"));
        assertThat(server.part(Alerts.class)
                        .find(acme.id(), recipient.id())
                        .orElseThrow()
                        .events()
                        .toString())
                .isEqualTo("[TOKEN_LOCKED]");
        console.open(page);
        assertThat(console.browser().submit(page + "/remove", Map.of()).body()).contains("Recipient removed");
        assertThat(console.open(page).status()).isEqualTo(404);
        assertThat(console.browser()
                        .open(server.pages().resolve(console.path("/alerts")))
                        .submit("/alerts/settings", Map.of("throttle", "0", "inventory", "5"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void tellsARole() {
        Role administrators = server.part(Roles.class).administrator(acme.id());
        Role neighbours =
                server.part(Roles.class).administrator(server.newVirtualServer().id());
        console.open("/alerts/new");
        TestBrowser wrong = console.browser()
                .submit(
                        "/alerts",
                        Map.of("kind", "ROLE", "role", neighbours.id().toString(), "event", "SEAL_BROKEN"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("Choose a role.");
        TestBrowser added = wrong.submit(
                "/alerts", Map.of("kind", "ROLE", "role", administrators.id().toString(), "event", "SEAL_BROKEN"));
        assertThat(added.body()).contains("Recipient added", ">" + administrators.name() + "</a>");
        assertThat(server.part(Alerts.class).recipients(acme.id()))
                .anySatisfy(recipient -> assertThat(recipient.role()).isEqualTo(administrators.id()));
    }

    @Test
    void previewsKeepsAndSchedulesAReport() {
        assertThat(console.open("/reports").body())
                .contains("Users with tokens")
                .contains("Provisioning progress");
        TestBrowser page = console.open("/reports/token-inventory?token-state=INVENTORY&column=serial");
        assertThat(page.body()).contains("There are more rows");
        page.submit("/keep", Map.of());
        assertThat(page.body()).contains("Kept until");
        assertThat(server.part(ReportRuns.class).page(acme.id(), null, 5))
                .singleElement()
                .satisfies(run -> {
                    assertThat(run.order().columns()).containsExactly("serial");
                    assertThat(run.order().filters()).hasSize(1);
                });
        assertThat(console.open("/reports/token-inventory?token-state=NONSENSE").status())
                .isEqualTo(422);
        assertThat(console.open("/reports/nothing").status()).isEqualTo(404);
        assertThat(console.open("/reports/token-inventory/download?format=exe").status())
                .isEqualTo(404);
        console.open("/reports/rules/new?kind=token-inventory");
        TestBrowser wrong = console.browser()
                .submit("/reports/rules", fields("name", "Tokens", "hour", "24", "zone", "Mars/Olympus"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body())
                .contains("0 to 23")
                .contains("no time zone of this name")
                .contains("Mars/Olympus");
        TestBrowser saved = console.browser()
                .submit("/reports/rules", fields("name", "Tokens", "hour", "5", "zone", "Europe/Berlin"));
        assertThat(saved.body()).contains("Schedule saved");
        var rule = server.part(ReportRules.class).of(acme.id()).getFirst();
        console.open("/reports/rules/" + rule.id() + "/remove");
        console.browser().submit("/remove", Map.of());
        assertThat(server.part(ReportRules.class).of(acme.id())).isEqualTo(List.of());
    }

    private static Map<String, String> fields(String... pairs) {
        Map<String, String> fields = new HashMap<>(
                Map.of("every", "WEEK", "weekday", "1", "day", "1", "keepDays", "30", "column", "serial"));
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(pairs[i], pairs[i + 1]);
        }
        return fields;
    }
}
