package org.countersign.server.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.Devices;
import org.countersign.server.tokens.NewDevice;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("Reports (S14): every row of one virtual server and of no other, in three forms")
class ReportsTest {
    private final RunningServer server = RunningServer.get();
    private final Reports reports = server.part(Reports.class);
    private final VirtualServer acme = server.newVirtualServer("Acmé");

    private UserAccount user(String userName, String name) {
        return server.part(Users.class)
                .create(acme.id(), userName, name, userName + "@acme.example", null, new Actor.Server())
                .orElseThrow();
    }

    private TestToken tokenInUse(UserAccount user, String os, String type, boolean capable, boolean enabled) {
        TestToken made = TestToken.totp(server, user);
        ECPublicKey key =
                (ECPublicKey) P256.generate(server.part(Randomness.class)).getPublic();
        server.part(Devices.class)
                .bind(
                        made.token(),
                        new NewDevice(key, "web", type, os, "Countersign Web 0.1.0", capable, enabled, null));
        return made;
    }

    private static ReportOrder order(ReportKind kind, Map<String, String> filters, String... columns) {
        ReportOrder.Understood understood = ReportOrder.read(kind, List.of(columns), filters, null);
        assertThat(understood.wrong()).isEmpty();
        return understood.order();
    }

    private List<List<String>> rows(ReportKind kind, Map<String, String> filters, String... columns) {
        return reports.preview(acme.id(), order(kind, filters, columns), 100);
    }

    private byte[] file(ReportOrder order, ReportFormat format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            reports.write(acme.id(), order, format, new Actor.Server(), out);
        } catch (IOException never) {
            throw new AssertionError(never);
        }
        return out.toByteArray();
    }

    @Test
    void usersWithTokensHasALineForEachTokenAndOneForWhoeverHasNone() {
        UserAccount ada = user("ada", "Ada Okafor");
        user("bruno", "Bruno Lindqvist");
        UserAccount chen = user("chen", "Chen Wu");
        String first =
                tokenInUse(ada, "Android 16", "phone", true, true).token().serial();
        String second =
                tokenInUse(ada, "Windows 11", "desktop", true, false).token().serial();
        String third =
                tokenInUse(chen, "iOS 26", "tablet", false, false).token().serial();
        assertThat(rows(
                        ReportKind.USERS_WITH_TOKENS,
                        Map.of(),
                        "userName",
                        "serial",
                        "tokenState",
                        "os",
                        "deviceType",
                        "push"))
                .containsExactly(
                        List.of("ada", first, "Active", "Android 16", "Phone", "Enabled"),
                        List.of("ada", second, "Active", "Windows 11", "Desktop", "Disabled"),
                        List.of("bruno", "", "", "", "", ""),
                        List.of("chen", third, "Active", "iOS 26", "Tablet", "Not applicable"));
        assertThat(rows(ReportKind.USERS_WITH_TOKENS, Map.of("push", "DISABLED"), "serial"))
                .containsExactly(List.of(second));
        assertThat(rows(ReportKind.USERS_WITH_TOKENS, Map.of("text", "BRU"), "userName"))
                .containsExactly(List.of("bruno"));
        assertThat(rows(ReportKind.USERS_WITHOUT_SECOND_FACTOR, Map.of(), "userName"))
                .containsExactly(List.of("bruno"));
        assertThat(rows(ReportKind.TOKEN_INVENTORY, Map.of("token-state", "ACTIVE"), "serial", "userName"))
                .containsExactlyInAnyOrder(List.of(first, "ada"), List.of(second, "ada"), List.of(third, "chen"));
    }

    @Test
    void showsNothingOfAnotherVirtualServerAndNobodyOutsideOfTheContainers() {
        user("ada", "Ada Okafor");
        server.newUser(server.newVirtualServer(), "stranger");
        for (ReportKind kind : ReportKind.values()) {
            assertThat(rows(kind, Map.of()).toString()).doesNotContain("stranger");
        }
        ReportOrder everybody = order(ReportKind.USERS_WITH_TOKENS, Map.of(), "userName");
        ReportOrder contained = new ReportOrder(
                everybody.kind(),
                everybody.columns(),
                everybody.filters(),
                Set.of(UUID.fromString(acme.id().toString())));
        assertThat(reports.preview(acme.id(), everybody, 10)).hasSize(1);
        assertThat(reports.preview(acme.id(), contained, 10)).isEmpty();
    }

    @Test
    void csvIsReadBackAndNoNameIsAFormula() {
        user("mallory", "=HYPERLINK(\"http://evil.example\";\"Ada\")");
        user("zoe", "Zoë \"Zo\" Łuk, PhD");
        String csv = new String(
                file(order(ReportKind.USERS_WITH_TOKENS, Map.of(), "userName", "displayName"), ReportFormat.CSV),
                StandardCharsets.UTF_8);
        assertThat(csv.split("\r\n", -1))
                .containsExactly(
                        "\uFEFF\"User name\",\"Name\"",
                        "\"mallory\",\"'=HYPERLINK(\"\"http://evil.example\"\";\"\"Ada\"\")\"",
                        "\"zoe\",\"Zoë \"\"Zo\"\" Łuk, PhD\"",
                        "");
    }

    @Test
    void jsonHasTheNamesThatAreStored() {
        tokenInUse(user("ada", "Ada Okafor"), "Android 16", "phone", true, true);
        JsonNode read = new JsonMapper()
                .readTree(file(order(ReportKind.USERS_WITH_TOKENS, Map.of(), "userName", "push"), ReportFormat.JSON));
        assertThat(read.get("report").asString()).isEqualTo("users-with-tokens");
        assertThat(read.get("count").asInt()).isEqualTo(1);
        assertThat(read.get("rows").get(0).toString()).isEqualTo("{\"userName\":\"ada\",\"push\":\"ENABLED\"}");
    }

    @Test
    void pdfHasNamesBeyondAsciiAndItsFontInside() throws IOException {
        user("jiri", "Jiří Žižek Ωmega Ђорђе Łukasz 山");
        byte[] pdf = file(order(ReportKind.USERS_WITH_TOKENS, Map.of(), "userName", "displayName"), ReportFormat.PDF);
        try (PDDocument read = Loader.loadPDF(pdf)) {
            assertThat(new PDFTextStripper().getText(read))
                    .contains("Acmé · Users with tokens")
                    .contains("Jiří Žižek Ωmega Ђорђе Łukasz □");
            List<Boolean> embedded = new ArrayList<>();
            for (var name : read.getPage(0).getResources().getFontNames()) {
                embedded.add(read.getPage(0).getResources().getFont(name).isEmbedded());
            }
            assertThat(embedded).isNotEmpty().doesNotContain(false);
        }
        assertThat(pdf.length).as("only the letters that are used").isLessThan(120_000);
    }

    @Test
    void pdfEndsAfterFiveThousandRowsAndSaysSo() throws IOException {
        server.part(Tokens.class).allocate(acme.id(), ReportPdf.MOST_ROWS, new Actor.Server());
        ReportOrder order = order(ReportKind.TOKEN_INVENTORY, Map.of(), "serial");
        try (PDDocument read = Loader.loadPDF(file(order, ReportFormat.PDF))) {
            String text = new PDFTextStripper().getText(read);
            assertThat(text).contains("The first 5000 rows");
            assertThat(text.lines().filter(line -> line.startsWith("CS")).count())
                    .isLessThanOrEqualTo(5_000);
        }
        assertThat(new String(file(order, ReportFormat.CSV), StandardCharsets.UTF_8)
                        .lines()
                        .count())
                .isEqualTo(5_101);
    }

    @Test
    void signInsAndReportsComeFromTheRecord() {
        UserAccount ada = user("ada", "Ada Okafor");
        for (AuditType type : List.of(
                AuditType.SIGN_IN_SUCCEEDED,
                AuditType.PUSH_REPORTED,
                AuditType.PAST_SIGN_IN_REPORTED,
                AuditType.PASSCODE_REFUSED)) {
            server.part(TransactionOperations.class)
                    .executeWithoutResult(status -> server.part(Audit.class)
                            .append(AuditEvent.of(acme.id(), type, new Actor.User(ada.id()))
                                    .about(ada.id())
                                    .from("203.0.113.9")
                                    .with("application", "Payroll")));
        }
        assertThat(rows(ReportKind.SIGN_IN_ACTIVITY, Map.of(), "outcome", "userName", "application", "ip"))
                .containsExactlyInAnyOrder(
                        List.of("Signed in", "ada", "Payroll", "203.0.113.9"),
                        List.of("Push reported", "ada", "Payroll", "203.0.113.9"),
                        List.of("Reported afterwards", "ada", "Payroll", "203.0.113.9"),
                        List.of("Passcode refused", "ada", "Payroll", "203.0.113.9"));
        assertThat(rows(ReportKind.REPORTED_PUSHES, Map.of(), "outcome", "userName"))
                .containsExactlyInAnyOrder(List.of("Push reported", "ada"), List.of("Reported afterwards", "ada"));
        assertThat(rows(ReportKind.SIGN_IN_ACTIVITY, Map.of("outcome", "REFUSED"), "outcome"))
                .containsExactly(List.of("Passcode refused"));
        assertThat(rows(ReportKind.SIGN_IN_ACTIVITY, Map.of("outcome", "SUCCEEDED"), "outcome"))
                .containsExactly(List.of("Signed in"));
        assertThat(rows(ReportKind.SIGN_IN_ACTIVITY, Map.of("outcome", "REPORTED"), "outcome"))
                .containsExactlyInAnyOrder(List.of("Push reported"), List.of("Reported afterwards"));
        assertThat(rows(ReportKind.SIGN_IN_ACTIVITY, Map.of("to", "2001-01-01"), "outcome"))
                .isEmpty();
        assertThat(rows(ReportKind.SIGN_IN_ACTIVITY, Map.of("last-days", "2"), "outcome"))
                .hasSize(4);
    }

    @Test
    void provisioningProgressNamesTaskAndState() {
        UserAccount mei = user("mei", "Mei-Ling Zhang");
        server.part(Provisioning.class).provision(acme.id(), List.of(mei.id()), new Actor.Server());
        assertThat(rows(ReportKind.PROVISIONING_PROGRESS, Map.of("task", "1"), "task", "userName", "progress"))
                .singleElement()
                .satisfies(row -> assertThat(row).startsWith("1", "mei").last().isIn("Mail on its way", "Mail sent"));
    }

    @Test
    void takesNoColumnsAndFiltersFromOutsideThatItDoesNotKnow() {
        ReportOrder.Understood understood = ReportOrder.read(
                ReportKind.USERS_WITH_TOKENS,
                List.of("userName", "password_hash", "1; drop table token"),
                Map.of("user-state", "ACTIVE' or 'a' = 'a", "nonsense", "x"),
                null);
        assertThat(understood.order().columns()).containsExactly("userName");
        assertThat(understood.wrong()).containsOnlyKeys(ReportFilter.USER_STATE);
    }

    @Test
    void isOnRecordBeforeTheFirstRow() {
        file(order(ReportKind.USERS_WITH_TOKENS, Map.of(), "userName"), ReportFormat.CSV);
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.REPORT_DOWNLOADED), null, 5))
                .singleElement()
                .satisfies(entry -> assertThat(entry.details()).containsEntry("report", "USERS_WITH_TOKENS"));
    }
}
