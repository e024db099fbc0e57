package org.countersign.server.web.console.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.evidence.IntegrityChecks;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;

@DisplayName("The console's audit pages (S18): search, one event, files, integrity")
class ConsoleAuditTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final UserAccount ada = server.newUser(acme, "ada");
    private final TestConsole console = TestConsole.signedIn(server, acme);

    private void happens(AuditType type, String ip, String name, String value) {
        server.part(TransactionOperations.class)
                .executeWithoutResult(status -> server.part(Audit.class)
                        .append(AuditEvent.of(acme.id(), type, new Actor.User(ada.id()))
                                .about(ada.id())
                                .from(ip)
                                .with(name, value)));
    }

    private static List<String> events(TestBrowser page) {
        Matcher links = Pattern.compile("/audit/events/(\\d+-\\d+)").matcher(page.body());
        return links.results().map(link -> link.group(1)).toList();
    }

    @Test
    void findsByEveryField() {
        happens(AuditType.PASSCODE_REFUSED, "203.0.113.77", "reason", "wrong passcode");
        happens(AuditType.SIGN_IN_SUCCEEDED, "198.51.100.4", "application", "Payroll & more");
        for (Map.Entry<String, Integer> asked : Map.of(
                        "?type=PASSCODE_REFUSED", 1,
                        // The third is the password of the operator who looks.
                        "?type=sign-ins", 3,
                        "?ip=203.0.113.77", 1,
                        "?ip=203.0.113.*", 1,
                        "?user=ada&type=sign-ins", 2,
                        "?actor=ada", 2,
                        "?text=PAYROLL", 1,
                        "?from=2001-01-01&to=2001-01-02", 0,
                        "?actor=olivia&type=operators", 1,
                        "?text=wrong&ip=198.51.100.4", 0)
                .entrySet()) {
            assertThat(events(console.open("/audit" + asked.getKey())))
                    .as(asked.getKey())
                    .hasSize(asked.getValue());
        }
    }

    @Test
    void saysWhatIsWrongAtTheFieldAndLosesNothing() {
        TestBrowser page = console.open("/audit?from=yesterday&user=nobody&ip=203.0.113.77");
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body())
                .contains("This is not a moment")
                .contains("No user is called “nobody”")
                .contains("value=\"203.0.113.77\"")
                .contains("value=\"nobody\"");
        assertThat(console.open("/audit?from=2026-01-02&to=2026-01-01").body()).contains("not after the beginning");
    }

    @Test
    void goesThroughAllPagesWithoutMissingOrRepeatingAnEvent() {
        IntStream.range(0, 60).forEach(i -> happens(AuditType.USER_CHANGED, "203.0.113.5", "number", "" + i));
        TestBrowser page = console.open("/audit?type=USER_CHANGED");
        List<String> seen = new ArrayList<>(events(page));
        Pattern next = Pattern.compile("href=\"([^\"]+)\" rel=\"next\"");
        for (Matcher link = next.matcher(page.body()); link.find(); link = next.matcher(page.body())) {
            page = page.open(URI.create(link.group(1).replace("&amp;", "&")));
            seen.addAll(events(page));
        }
        assertThat(seen).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void showsOneEventWithAllDetailsAndNoneOfAnotherVirtualServer() {
        happens(AuditType.PASSCODE_REFUSED, "203.0.113.77", "reason", "<b>wrong</b>");
        String place = events(console.open("/audit?type=PASSCODE_REFUSED")).getFirst();
        assertThat(console.open("/audit/events/" + place).body())
                .contains("&lt;b&gt;wrong&lt;/b&gt;")
                .contains("203.0.113.77")
                .contains("Place in the chain");
        for (String other : List.of("0-999999", "16-1", "x", "0-99999999999999999999", "-1-1")) {
            assertThat(console.open("/audit/events/" + other).status())
                    .as(other)
                    .isEqualTo(404);
        }
    }

    @Test
    void givesFilesOfWhatWasFilteredAndEvidenceOfAllOfIt() {
        happens(AuditType.PASSCODE_REFUSED, "203.0.113.77", "reason", "=1+1");
        String csv =
                console.open("/audit/download?form=csv&type=PASSCODE_REFUSED").body();
        assertThat(csv).startsWith("\uFEFF\"Time\",").contains("\"ada\"").contains("reason: =1+1");
        assertThat(csv.lines().count()).isEqualTo(2);
        assertThat(console.browser()
                        .answer()
                        .headers()
                        .firstValue("Content-Disposition")
                        .orElse(""))
                .startsWith("attachment; filename=");
        assertThat(console.open("/audit/download?form=lines&ip=203.0.113.77").body())
                .contains("\"userName\":\"ada\"")
                .contains("\"reason\":\"=1+1\"");
        assertThat(console.open("/audit/download?form=evidence&type=PASSCODE_REFUSED")
                        .body())
                .startsWith("{\"export\":\"countersign/audit-export/v1\"")
                .contains("VIRTUAL_SERVER_CREATED")
                .contains("{\"end\":");
        assertThat(console.open("/audit/download?form=csv&from=never").status()).isEqualTo(422);
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.AUDIT_EXPORTED), null, 10))
                .hasSize(3);
    }

    @Test
    void checksTheRecordAndSaysWhatItFound() {
        assertThat(console.open("/audit/integrity").body()).contains("Not checked yet");
        console.browser().submit("/audit/integrity/sign", Map.of());
        assertThat(console.browser().body()).contains("Checkpoint signed");
        console.browser().submit("/audit/integrity/check", Map.of());
        await("the end of the check")
                .atMost(Duration.ofSeconds(20))
                .until(() -> !server.part(IntegrityChecks.class).isRunning(acme.id()));
        assertThat(console.open("/audit/integrity").body()).contains("The record is intact");
    }

    @Test
    void everyEventOfTheCatalogueHasOneTopic() {
        assertThat(Arrays.stream(AuditTopic.values())
                        .mapToInt(topic -> topic.types().size())
                        .sum())
                .isEqualTo(AuditType.values().length);
        assertThat(AuditTopic.words("GROUP_JOINED")).isEqualTo("Group joined");
    }
}
