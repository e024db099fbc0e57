package org.countersign.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.notification.MailLanguage;
import org.countersign.server.notification.MailTemplates;
import org.countersign.server.testing.MailServer;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestRules;
import org.countersign.server.users.Operator;
import org.countersign.server.users.Operators;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("Alerts (S16): told once, throttled with a count, to nobody else, by mail and signed webhook")
class AlertsTest {
    private static final Actor SERVER = new Actor.Server();

    private final RunningServer server = RunningServer.get();
    private final Alerts alerts = server.part(Alerts.class);
    private final AlertSweep sweep = server.part(AlertSweep.class);
    private final VirtualServer acme = server.newVirtualServer("Acme");
    private final String address = "alarm-" + acme.slug() + "@example.com";

    private void happens(VirtualServer where, AuditType type, Map<String, String> details) {
        server.part(TransactionOperations.class).executeWithoutResult(status -> {
            AuditEvent event = AuditEvent.of(where.id(), type, SERVER).from("203.0.113.9");
            for (Map.Entry<String, String> detail : details.entrySet()) {
                event = event.with(detail.getKey(), detail.getValue());
            }
            server.part(Audit.class).append(event);
        });
    }

    /** Reads what is new; the server's own sweep may do so at the same time. */
    private void follow() {
        sweep.follow();
        await().pollDelay(Duration.ofMillis(50)).atMost(Duration.ofSeconds(10)).until(() -> {
            sweep.follow();
            return true;
        });
    }

    private List<MimeMessage> mails(int expected) {
        return await().atMost(Duration.ofSeconds(15))
                .until(() -> server.mailServer().messages(address), found -> found.size() >= expected);
    }

    @Test
    void tellsWhatHappenedAndWhere() {
        alerts.addAddress(acme.id(), address, EnumSet.allOf(AlertEvent.class), SERVER);
        happens(acme, AuditType.TOKEN_LOCKED, Map.of("serial", "CS10000042", "odd", "line\nBcc: x@example.com"));
        follow();
        MimeMessage mail = mails(1).getFirst();
        assertThat(MailServer.subjectOf(mail)).isEqualTo("Token locked · Acme");
        assertThat(MailServer.textOf(mail))
                .contains("Serial number: CS10000042")
                .contains("odd: line")
                .contains("203.0.113.9")
                .contains("/console/" + acme.slug() + "/audit")
                .doesNotContain("\nBcc:");
        assertThat(alerts.sent(acme.id(), 10)).singleElement().satisfies(sent -> {
            assertThat(sent.event()).isEqualTo(AlertEvent.TOKEN_LOCKED);
            assertThat(sent.target()).isEqualTo(address);
        });
    }

    @Test
    void saysWhoItIsAbout() {
        UserAccount ursula = server.newUser(acme, "ursula" + acme.slug());
        alerts.addAddress(acme.id(), address, EnumSet.allOf(AlertEvent.class), SERVER);
        server.part(TransactionOperations.class)
                .executeWithoutResult(status -> server.part(Audit.class)
                        .append(AuditEvent.of(acme.id(), AuditType.PASSCODE_REPLAYED, new Actor.User(ursula.id()))
                                .about(ursula.id())));
        follow();
        assertThat(MailServer.textOf(mails(1).getFirst()))
                .contains("User: " + ursula.displayName() + " (" + ursula.userName() + ")");
    }

    @Test
    void holdsTheSameBackAndCountsItButNotAnother() {
        alerts.addAddress(acme.id(), address, EnumSet.allOf(AlertEvent.class), SERVER);
        happens(acme, AuditType.TOKEN_LOCKED, Map.of());
        follow();
        mails(1);
        for (int i = 0; i < 5; i++) {
            happens(acme, AuditType.TOKEN_LOCKED, Map.of());
        }
        happens(acme, AuditType.POLICY_CHANGED, Map.of());
        follow();
        assertThat(mails(2)).hasSize(2);
        sweep.late();
        assertThat(alerts.sent(acme.id(), 10)).extracting(SentAlert::times).containsExactly(1, 1);
        server.time().pass(Duration.ofMinutes(16));
        sweep.late();
        assertThat(MailServer.textOf(mails(3).getLast())).contains("Times since the last alert: 5.");
        sweep.late();
        assertThat(alerts.sent(acme.id(), 10)).extracting(SentAlert::times).containsExactlyInAnyOrder(1, 1, 5);
    }

    @Test
    void tellsNothingOfBeforeOfAnotherVirtualServerOrThatNobodyWanted() {
        happens(acme, AuditType.TOKEN_LOCKED, Map.of());
        alerts.addAddress(acme.id(), address, Set.of(AlertEvent.TOKEN_LOCKED), SERVER);
        happens(server.newVirtualServer(), AuditType.TOKEN_LOCKED, Map.of());
        happens(acme, AuditType.POLICY_CHANGED, Map.of());
        happens(acme, AuditType.PASSCODE_ACCEPTED, Map.of());
        follow();
        assertThat(alerts.sent(acme.id(), 10)).isEmpty();
    }

    @Test
    void tellsTheFirstOperatorOfWhatNobodyShouldMissWithoutBeingAsked() {
        Operators operators = server.part(Operators.class);
        Operator first = operators.create(acme.id(), "first", address, "battery staple", SERVER);
        operators.create(acme.id(), "second", "second-" + address, "battery staple", SERVER);
        assertThat(alerts.recipients(acme.id())).singleElement().satisfies(recipient -> {
            assertThat(recipient.operator()).isEqualTo(first.id());
            assertThat(recipient.events())
                    .containsExactlyInAnyOrder(
                            AlertEvent.PASSCODE_REUSED, AlertEvent.SEAL_BROKEN, AlertEvent.RECORD_BROKEN);
        });
        happens(acme, AuditType.TOKEN_LOCKED, Map.of());
        happens(acme, AuditType.PASSCODE_REPLAYED, Map.of());
        follow();
        assertThat(MailServer.subjectOf(mails(1).getFirst())).startsWith("Passcode used a second time");
        assertThat(mails(1)).hasSize(1);
    }

    @Test
    void mailsTheUserOnceADayWhenSomethingOfTheirsIsLocked() {
        server.part(Operators.class).create(acme.id(), "olga", "o" + address, "battery staple", SERVER);
        UserAccount ursula = server.newUser(acme, "ursula" + acme.slug());
        Users users = server.part(Users.class);
        for (int i = 0; i < 4; i++) {
            users.checkPassword(acme.id(), ursula.userName(), "wrong horse");
        }
        assertThat(locks(ursula)).isEmpty();
        users.checkPassword(acme.id(), ursula.userName(), "wrong horse");
        users.checkPassword(acme.id(), ursula.userName(), "wrong horse");
        assertThat(locks(ursula)).hasSize(1);
        follow();
        MimeMessage mail = mails(ursula, 1).getFirst();
        assertThat(MailServer.subjectOf(mail)).startsWith("Too many wrong passwords");
        assertThat(MailServer.textOf(mail)).contains(ursula.userName()).contains("until it paused");

        happens(ursula, AuditType.TOKEN_LOCKED);
        follow();
        server.time().pass(Duration.ofHours(25));
        happens(ursula, AuditType.TOKEN_LOCKED);
        follow();
        assertThat(MailServer.subjectOf(mails(ursula, 2).getLast())).contains("is locked");
        TestRules.turn(server, acme, "/locks/mails", false);
        server.time().pass(Duration.ofHours(25));
        happens(ursula, AuditType.TOKEN_LOCKED);
        follow();
        assertThat(mails(ursula, 2)).as("not the second one, nor the last").hasSize(2);
    }

    @Test
    void recordsThePauseOfANameThatNobodyHasWithoutTheName() {
        for (int i = 0; i < 5; i++) {
            server.part(Users.class).checkPassword(acme.id(), "hunter2", "wrong horse");
        }
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.ACCOUNT_LOCKED), null, 10))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.userId()).isNull();
                    assertThat(entry.details().toString()).doesNotContain("hunter2");
                });
    }

    private List<AuditEntry> locks(UserAccount user) {
        return server.part(Audit.class).recent(acme.id(), Set.of(AuditType.ACCOUNT_LOCKED), user.id(), 10);
    }

    private void happens(UserAccount user, AuditType type) {
        server.part(TransactionOperations.class)
                .executeWithoutResult(status -> server.part(Audit.class)
                        .append(AuditEvent.of(acme.id(), type, SERVER)
                                .about(user.id())
                                .with("serial", "CS1")));
    }

    private List<MimeMessage> mails(UserAccount user, int expected) {
        return await().atMost(Duration.ofSeconds(15))
                .until(
                        () -> server.mailServer().messages(String.valueOf(user.mail())),
                        found -> found.size() >= expected);
    }

    @Test
    void speaksTheLanguageOfTheMails() {
        server.part(MailTemplates.class).speak(acme.id(), MailLanguage.DE, SERVER);
        alerts.addAddress(acme.id(), address, EnumSet.allOf(AlertEvent.class), SERVER);
        happens(acme, AuditType.TOKEN_LOCKED, Map.of("serial", "CS10000042", "until", "2026-03-22T09:30:00Z"));
        follow();
        MimeMessage mail = mails(1).getFirst();
        assertThat(MailServer.subjectOf(mail)).isEqualTo("Token gesperrt · Acme");
        assertThat(MailServer.textOf(mail))
                .contains("Seriennummer: CS10000042", "Bis: 22. März 2026, 09:30 UTC", "haben ein Token gesperrt");
    }

    @Test
    void tellsOfReportsMadeAfterwardsOfDenialsAndOfFailedReports() {
        alerts.addAddress(acme.id(), address, EnumSet.allOf(AlertEvent.class), SERVER);
        happens(acme, AuditType.PAST_SIGN_IN_REPORTED, Map.of());
        happens(acme, AuditType.PUSH_DENIED, Map.of());
        happens(acme, AuditType.REPORT_FAILED, Map.of());
        follow();
        assertThat(alerts.sent(acme.id(), 10))
                .extracting(SentAlert::event)
                .containsExactlyInAnyOrder(AlertEvent.REPORTED_PUSH, AlertEvent.DENIED_PUSH, AlertEvent.REPORT_FAILED);
    }

    @Test
    void addsNobodyTwice() {
        Operator olga = server.part(Operators.class).create(acme.id(), "olga", address, "battery staple", SERVER);
        alerts.addOperator(acme.id(), olga.id(), Set.of(AlertEvent.TOKEN_LOCKED), SERVER);
        alerts.addAddress(acme.id(), address, Set.of(AlertEvent.TOKEN_LOCKED), SERVER);
        alerts.addAddress(acme.id(), address.toUpperCase(Locale.ROOT), Set.of(AlertEvent.POLICY_CHANGED), SERVER);
        assertThat(alerts.recipients(acme.id()))
                .extracting(AlertRecipient::kind)
                .containsExactlyInAnyOrder(AlertRecipient.Kind.OPERATOR, AlertRecipient.Kind.ADDRESS);
        assertThat(alerts.recipients(acme.id()))
                .allSatisfy(recipient -> assertThat(recipient.events()).contains(AlertEvent.TOKEN_LOCKED))
                .anySatisfy(recipient -> assertThat(recipient.events())
                        .containsExactlyInAnyOrder(AlertEvent.TOKEN_LOCKED, AlertEvent.POLICY_CHANGED))
                .anySatisfy(recipient -> assertThat(recipient.events())
                        .containsAll(AlertEvent.GRAVE)
                        .hasSize(4));
    }

    @Test
    void tellsTheOthersWhenAnAddressInTheDatabaseIsNone() {
        alerts.addAddress(acme.id(), "a" + address, EnumSet.of(AlertEvent.TOKEN_LOCKED), SERVER);
        server.part(JdbcClient.class)
                .sql("update alert_recipient set address = ? where virtual_server_id = ?")
                .params("x@example.com\nBcc: y@example.com", acme.id().value())
                .update();
        alerts.addAddress(acme.id(), address, EnumSet.of(AlertEvent.TOKEN_LOCKED), SERVER);
        happens(acme, AuditType.TOKEN_LOCKED, Map.of());
        follow();
        assertThat(mails(1)).hasSize(1);
    }

    @Test
    void tellsAnOperatorWhoHasAnAddressAndOnlyWhileTheyAreWanted() {
        Operator olivia = server.part(Operators.class).create(acme.id(), "olivia", address, "battery staple", SERVER);
        Alerts.Added added = alerts.addOperator(acme.id(), olivia.id(), Set.of(AlertEvent.SEAL_BROKEN), SERVER);
        happens(acme, AuditType.SEAL_BROKEN, Map.of("table", "token"));
        follow();
        assertThat(MailServer.subjectOf(mails(1).getFirst())).startsWith("Sealed value broken");
        assertThat(added)
                .isInstanceOfSatisfying(Alerts.Added.Told.class, told -> alerts.remove(acme.id(), told.id(), SERVER));
        server.time().pass(Duration.ofHours(1));
        happens(acme, AuditType.SEAL_BROKEN, Map.of());
        follow();
        assertThat(alerts.sent(acme.id(), 10)).hasSize(1);
    }

    @Test
    void tellsOfTheInventoryOnlyBelowItsThreshold() {
        alerts.addAddress(acme.id(), address, Set.of(AlertEvent.INVENTORY_LOW), SERVER);
        happens(acme, AuditType.TOKEN_ASSIGNED, Map.of());
        follow();
        assertThat(alerts.sent(acme.id(), 10)).isEmpty();
        alerts.changeSettings(acme.id(), new AlertSettings(15, 101), SERVER);
        happens(acme, AuditType.TOKEN_ASSIGNED, Map.of());
        follow();
        assertThat(alerts.sent(acme.id(), 10)).hasSize(1);
    }

    /** A call that a webhook got. */
    private record Call(String signature, String delivery, String body) {}

    @Test
    void callsAWebhookWithASignatureThatItsSecretMakes() throws Exception {
        Queue<Call> calls = new ConcurrentLinkedQueue<>();
        HttpServer hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/hook", exchange -> {
            calls.add(new Call(
                    exchange.getRequestHeaders().getFirst("Countersign-Signature"),
                    exchange.getRequestHeaders().getFirst("Countersign-Delivery"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        hook.start();
        try {
            String url = "http://localhost:" + hook.getAddress().getPort() + "/hook";
            Alerts.Added added = alerts.addWebhook(acme.id(), url, EnumSet.allOf(AlertEvent.class), SERVER);
            String secret = ((Alerts.Added.Called) added).exposedSecret();
            assertThat(added.toString()).doesNotContain(secret);
            happens(acme, AuditType.PASSCODE_REPLAYED, Map.of("serial", "CS10000042"));
            follow();
            Call call = await().atMost(Duration.ofSeconds(15)).until(calls::peek, found -> found != null);
            JsonNode body = new JsonMapper().readTree(call.body());
            assertThat(body.get("event").asString()).isEqualTo("PASSCODE_REUSED");
            assertThat(body.get("virtualServer").asString()).isEqualTo(acme.slug());
            assertThat(body.get("last").get("details").get("serial").asString()).isEqualTo("CS10000042");
            String seconds = call.signature().substring(2, call.signature().indexOf(','));
            assertThat(call.signature()).isEqualTo("t=" + seconds + ",v1=" + hmac(secret, seconds + "." + call.body()));
            assertThat(call.delivery()).isNotBlank();
            assertThat(server.part(Audit.class)
                            .recent(acme.id(), Set.of(), null, 50)
                            .toString())
                    .doesNotContain(secret);
        } finally {
            hook.stop(0);
        }
    }

    private static String hmac(String secret, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void takesNoAddressThatTheServerMustNotCall() {
        for (String odd : List.of(
                "https://evil.example/hook",
                "http://169.254.169.254/latest/meta-data",
                "https://localhost/hook",
                "http://localhost@evil.example/",
                "http://localhost:1\r\nX: y",
                "file:///etc/passwd",
                "http://[::ffff:127.0.0.1]/",
                "javascript:alert(1)",
                "")) {
            assertThat(alerts.addWebhook(acme.id(), odd, Set.of(), SERVER))
                    .as(odd)
                    .isInstanceOf(Alerts.Added.NoAddress.class);
        }
        assertThat(alerts.addAddress(acme.id(), "a@example.com\r\nBcc: b@example.com", Set.of(), SERVER))
                .isInstanceOf(Alerts.Added.NoAddress.class);
    }
}
