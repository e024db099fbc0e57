package org.countersign.server.reactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.countersign.device.wire.PushRequest;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.ReactionRules;
import org.countersign.server.policy.SelfServiceRules;
import org.countersign.server.push.PushOrder;
import org.countersign.server.push.PushRequests;
import org.countersign.server.push.PushStart;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestOverseers;
import org.countersign.server.testing.TestPhones;
import org.countersign.server.testing.TestRelyingParty;
import org.countersign.server.users.Operators;
import org.countersign.server.users.PasswordLinks;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;

/** 'It wasn't me!' sets off every step that the rules name, once, and never keeps its user out. */
@DisplayName("S12: the ladder of reactions")
class ReactionsTest {
    private static final String STRANGE = "203.0.113.9";
    private static final String HERE = "127.0.0.1";

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer("Acme Corporation");
    private final UserAccount ada = server.newUser(acme, "ada" + acme.slug());
    private final Reactions reactions = server.part(Reactions.class);
    private final TestRelyingParty wiki = new TestRelyingParty(server, acme, "Acme Wiki");

    private Reported reported(String subject, String ip) {
        return new Reported(
                acme.id(),
                ada.id(),
                subject,
                "Acme Wiki",
                ip,
                "Amsterdam",
                "Firefox",
                "CS10000042",
                server.time().instant(),
                null,
                false);
    }

    private UUID report(String ip) {
        return reactions.report(reported("record:" + UUID.randomUUID(), ip)).orElseThrow();
    }

    private List<ReactionStep> steps(UUID report) {
        return reactions.find(acme.id(), report).orElseThrow().reactions().stream()
                .map(Reaction::step)
                .toList();
    }

    private void rules(ReactionRules rules) {
        server.part(Policies.class)
                .change(
                        acme.id(),
                        PolicySettings.DEFAULT.with(SelfServiceRules.DEFAULT.with(rules)),
                        new Actor.Server());
    }

    private PushStart push() {
        return server.part(PushRequests.class)
                .start(new PushOrder(
                        acme.id(),
                        ada.id(),
                        "Acme Wiki",
                        "test",
                        "requester-" + UUID.randomUUID(),
                        new Visitor(STRANGE, "Firefox", "Linux")));
    }

    private TestBrowser login(String password) {
        TestBrowser browser = new TestBrowser(server.pages(), wiki.ask(wiki.question()));
        return browser.submit("/password", Map.of("userName", ada.userName(), "password", password));
    }

    @Test
    void climbsAsFarAsTheRulesGo() {
        assertThat(steps(report(STRANGE))).containsExactly(ReactionStep.values());
        rules(new ReactionRules(0, 0, false, false, false));
        assertThat(steps(report(STRANGE))).isEmpty();
        rules(new ReactionRules(30, 0, false, true, false));
        assertThat(steps(report(STRANGE))).containsExactly(ReactionStep.STOP_PUSHES, ReactionStep.ALERT_OPERATORS);
    }

    @Test
    void actsOnceForManyWhoReportTheSameAtOnce() throws Exception {
        Reported same = reported("record:" + UUID.randomUUID(), STRANGE);
        CountDownLatch start = new CountDownLatch(1);
        int acted = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> runs = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                runs.add(threads.submit(() -> {
                    start.await();
                    return reactions.report(same).isPresent();
                }));
            }
            start.countDown();
            for (Future<Boolean> run : runs) {
                acted += Boolean.TRUE.equals(run.get()) ? 1 : 0;
            }
        }
        assertThat(acted).isEqualTo(1);
        assertThat(reactions.page(acme.id(), null, 100)).hasSize(1);
        assertThat(server.mailServer().text(ada.userName() + "@example.com", "You reported a sign-in"))
                .contains("Acme Wiki", STRANGE, "/portal/" + acme.slug() + "/reports/");
    }

    @Test
    void saysWhatTheRulesDidAndNothingElse() {
        server.part(Operators.class).create(acme.id(), "olga", address("olga"), "operator horse", new Actor.Server());
        rules(new ReactionRules(30, 0, false, true, false));
        report(STRANGE);
        String moment = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
                .withZone(ZoneOffset.UTC)
                .format(server.time().instant().plus(Duration.ofMinutes(30)));
        for (String mail : List.of(
                server.mailServer().text(ada.userName() + "@example.com", "You reported a sign-in"),
                server.mailServer().text(address("olga"), ada.userName() + " did not start"))) {
            assertThat(mail)
                    .contains("No push request is sent until " + moment, "The operators have been told")
                    .doesNotContain("ten minutes", "is refused", "new password");
        }
        assertThat(server.mailServer().text(address("olga"), ada.userName() + " did not start"))
                .contains("CS10000042", "looked at past sign-ins");
    }

    private String address(String operator) {
        return operator + "-" + acme.slug() + "@example.com";
    }

    @Test
    void tellsOnlyOperatorsWhoMaySeeThePerson() {
        TestOverseers household = new TestOverseers(server, acme);
        assertThat(reactions.report(new Reported(
                        acme.id(),
                        household.sam.id(),
                        "record:" + UUID.randomUUID(),
                        "Acme Wiki",
                        STRANGE,
                        null,
                        null,
                        null,
                        server.time().instant(),
                        null,
                        false)))
                .isPresent();
        server.mailServer().text(household.address("every"), "sam did not start");
        assertThat(server.mailServer().messages(household.address("north"))).isEmpty();
        assertThat(server.mailServer().messages(household.address("mailer"))).isEmpty();
    }

    @Test
    void aReportMadeAfterwardsIsOnRecordAsSuch() {
        report(STRANGE);
        Audit audit = server.part(Audit.class);
        assertThat(audit.recent(acme.id(), Set.of(AuditType.PAST_SIGN_IN_REPORTED), ada.id(), 5))
                .hasSize(1);
        assertThat(audit.recent(acme.id(), Set.of(AuditType.SIGN_IN_REPORTED), ada.id(), 5))
                .isEmpty();
    }

    @Test
    void stopsPushesForAWhileAndNoLonger() {
        TestPhones.of(server, ada);
        report(STRANGE);
        assertThat(push()).isInstanceOf(PushStart.Withheld.class);
        server.time().pass(Duration.ofMinutes(10).plusSeconds(1));
        assertThat(push()).isInstanceOf(PushStart.Started.class);
    }

    @Test
    void comesFromThePhoneToo() {
        TestPhones phone = TestPhones.of(server, ada);
        server.part(Operators.class)
                .create(
                        acme.id(),
                        "olga",
                        "olga-" + acme.slug() + "@example.com",
                        "operator horse",
                        new Actor.Server());
        assertThat(push()).isInstanceOf(PushStart.Started.class);
        PushRequest request = phone.request();
        phone.answer(phone.denial(request, "not_me"));
        phone.answer(phone.denial(request, "not_me"));
        List<Report> reports = reactions.page(acme.id(), null, 10);
        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst().ip()).isEqualTo(STRANGE);
        assertThat(reports.getFirst().application()).isEqualTo("Acme Wiki");
        assertThat(server.mailServer().text("olga-" + acme.slug() + "@example.com", ada.userName() + " did not start"))
                .contains("/console/" + acme.slug() + "/reported/"
                        + reports.getFirst().id());
    }

    @Test
    void refusesTheSourceForThisUserAlone() {
        TestPhones.of(server, ada);
        UserAccount bob = server.newUser(acme, "bob" + acme.slug());
        report(HERE);
        assertThat(login("correct horse").body()).contains("User name or password is wrong");
        TestBrowser other = new TestBrowser(server.pages(), wiki.ask(wiki.question()));
        other.submit("/password", Map.of("userName", bob.userName(), "password", "correct horse"));
        assertThat(other.body()).contains("Confirm that it is you");
        server.time().pass(Duration.ofMinutes(61));
        assertThat(login("correct horse").body()).contains("Confirm that it is you");
    }

    @Test
    void locksNoAddressThatTheUserIsUsedTo() {
        server.part(TransactionOperations.class)
                .executeWithoutResult(status -> server.part(Audit.class)
                        .append(AuditEvent.of(acme.id(), AuditType.SIGN_IN_SUCCEEDED, new Actor.User(ada.id()))
                                .about(ada.id())
                                .from(STRANGE)));
        assertThat(steps(report(STRANGE)))
                .as("a sign-in of today may have been the stranger's")
                .contains(ReactionStep.LOCK_SOURCE);
        server.time().pass(Duration.ofHours(25));
        assertThat(steps(report(STRANGE))).doesNotContain(ReactionStep.LOCK_SOURCE);
    }

    @Test
    void endsSignInsThatWereOpen() {
        TestPhones phone = TestPhones.of(server, ada);
        TestBrowser stranger = login("correct horse");
        assertThat(stranger.body()).contains("Confirm that it is you");
        report(STRANGE);
        stranger.submit("/passcode", Map.of("passcode", phone.nextPasscode()));
        assertThat(stranger.body()).doesNotContain("Signed in").contains("This sign-in was stopped");
    }

    @Test
    void asksTheNextSignInForANewPasswordAfterTheSecondFactor() {
        TestPhones phone = TestPhones.of(server, ada);
        report(STRANGE);
        server.time().pass(Duration.ofSeconds(1));
        TestBrowser browser = login("correct horse");
        assertThat(browser.body()).as("not before the second factor").contains("Confirm that it is you");
        String early = browser.address().getPath() + "/new-password";
        String form = browser.formToken();
        browser.post(URI.create(early), Map.of("_csrf", form, "password", "another horse", "again", "another horse"));
        browser.submit("/passcode", Map.of("passcode", phone.nextPasscode()));
        assertThat(browser.body()).contains("Choose a new password");
        Map<String, String> wrong = Map.of(
                "short",
                "8 to 256",
                "correct horse",
                "the password that you had",
                "my name is " + ada.userName(),
                "contains your user name");
        wrong.forEach((password, said) -> {
            browser.submit("/new-password", Map.of("password", password, "again", password));
            assertThat(browser.body()).contains(said);
        });
        browser.submit("/new-password", Map.of("password", "another horse", "again", "another hors"));
        assertThat(browser.body()).contains("The two passwords differ");
        browser.submit("/new-password", Map.of("password", "another horse", "again", "another horse"));
        assertThat(browser.leadsTo().toString()).startsWith(TestRelyingParty.REDIRECT + "&code=");
        assertThat(login("correct horse").body()).contains("User name or password is wrong");
        TestBrowser next = login("another horse");
        next.submit("/passcode", Map.of("passcode", phone.nextPasscode()));
        assertThat(next.leadsTo().toString()).as("and never again").startsWith(TestRelyingParty.REDIRECT.toString());
    }

    @Test
    void asksForNoNewPasswordWhereAnOperatorHasSetOne() {
        TestPhones phone = TestPhones.of(server, ada);
        UUID id = report(STRANGE);
        server.part(PasswordLinks.class).set(acme.id(), ada.id(), "operator chose this", new Actor.Server());
        server.time().pass(Duration.ofSeconds(1));
        TestBrowser browser = login("operator chose this");
        browser.submit("/passcode", Map.of("passcode", phone.nextPasscode()));
        assertThat(browser.leadsTo().toString()).startsWith(TestRelyingParty.REDIRECT.toString());
        assertThat(reactions.find(acme.id(), id).orElseThrow().reactions())
                .filteredOn(step -> step.step() == ReactionStep.CHANGE_PASSWORD)
                .allMatch(step -> step.doneAt() != null);
    }

    @Test
    void keepsNobodyOutWhosePasswordIsKnown() {
        TestPhones phone = TestPhones.of(server, ada);
        for (int i = 0; i < 5; i++) {
            // A stranger with the password asks the phone again and again; all that ever does is that it is asked less.
            push();
            server.time().pass(Duration.ofMinutes(2));
        }
        report(STRANGE);
        TestBrowser browser = login("correct horse");
        browser.submit("/passcode", Map.of("passcode", phone.nextPasscode()));
        assertThat(browser.body()).contains("Choose a new password");
    }

    @Test
    void takesStepsBackOneByOneAndAllAtOnce() {
        UUID id = report(STRANGE);
        Actor operator = new Actor.Server();
        Reaction pushes = reactions.find(acme.id(), id).orElseThrow().reactions().stream()
                .filter(step -> step.step() == ReactionStep.STOP_PUSHES)
                .findFirst()
                .orElseThrow();
        assertThat(reactions.undo(acme.id(), id, pushes.id(), operator)).isEqualTo(1);
        assertThat(reactions.undo(acme.id(), id, pushes.id(), operator)).isZero();
        assertThat(reactions.arePushesStopped(acme.id(), ada.id())).isFalse();
        assertThat(reactions.isLocked(acme.id(), ada.id(), STRANGE)).isTrue();
        assertThat(reactions.undo(acme.id(), id, null, operator)).isEqualTo(2);
        assertThat(reactions.isLocked(acme.id(), ada.id(), STRANGE)).isFalse();
        assertThat(reactions.isPasswordDue(acme.id(), ada.id())).isFalse();
        assertThat(reactions.find(acme.id(), id).orElseThrow().reactions())
                .filteredOn(step -> step.step().isUndoable())
                .allMatch(step -> "server".equals(step.undoneBy()));
    }

    @Test
    void isNotFoundByAnotherVirtualServer() {
        UUID id = report(STRANGE);
        VirtualServer other = server.newVirtualServer();
        assertThat(reactions.find(other.id(), id)).isEmpty();
        assertThat(reactions.undo(other.id(), id, null, new Actor.Server())).isZero();
        assertThat(reactions.isLocked(acme.id(), ada.id(), STRANGE)).isTrue();
    }
}
