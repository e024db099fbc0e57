package org.countersign.server.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.device.Enrollment;
import org.countersign.device.Phone;
import org.countersign.device.wire.PushRequest;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.testing.TestPhones;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.Acting;
import org.countersign.server.users.OperatorRules;
import org.countersign.server.users.OperatorSession;
import org.countersign.server.users.OperatorSessions;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Role;
import org.countersign.server.users.Roles;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@DisplayName("S15: operators' own second factor")
class OperatorFactorTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final TestConsole console = TestConsole.at(server, acme);
    private final OperatorSessions sessions = server.part(OperatorSessions.class);

    @Test
    void asksWhoeverHasAnAuthenticatorEvenWhereAPasswordIsEnough() {
        TestToken token = TestToken.hotp(server, olivia());
        console.open("/users").submit("/sign-in", Map.of("userName", "olivia", "password", TestConsole.PASSWORD));
        assertAtStep();
        assertThat(console.browser().body()).contains("Confirm that it is you", "Console", "olivia");
        String afterPassword = key();
        assertThat(console.open("/users").address().getPath()).isEqualTo(console.path("/sign-in"));

        console.open("/sign-in/step").submit("/passcode", Map.of("passcode", "000000"));
        assertThat(console.browser().body()).contains("That passcode does not work");
        console.browser().submit("/passcode", Map.of("passcode", token.next()));

        assertThat(console.browser().address().getPath()).isEqualTo(console.path("/users"));
        assertThat(console.browser().status()).isEqualTo(200);
        assertThat(key()).isNotEqualTo(afterPassword);
        assertThat(sessions.find(acme.id(), afterPassword)).isEmpty();
        assertThat(recorded(AuditType.OPERATOR_SIGNED_IN)).containsEntry("factor", "passcode");
        assertThat(recorded(AuditType.SIGN_IN_SUCCEEDED)).containsEntry("application", "Console");
    }

    @Test
    void letsInByApprovingOnThePhone() {
        TestPhones phone = TestPhones.of(server, olivia());
        console.signIn(TestConsole.PASSWORD);
        console.browser().submit("/push", Map.of());
        assertThat(console.browser().body()).contains("Answer on your phone");
        Matcher number = Pattern.compile("push-digits[^>]*>(\\d+)<")
                .matcher(console.browser().body());
        assertThat(number.find()).isTrue();
        PushRequest request = phone.request();
        assertThat(request.context().application()).isEqualTo("Console");

        phone.answer(phone.approval(request, number.group(1)));
        console.open("/sign-in/step");

        assertThat(console.browser().address().getPath()).isEqualTo(console.path(""));
        assertThat(recorded(AuditType.OPERATOR_SIGNED_IN)).containsEntry("factor", "push");
    }

    @Test
    void takesNoStepWithoutTheOneBefore() {
        TestToken token = TestToken.hotp(server, olivia());
        String form = console.open("/sign-in").formToken();
        for (String step : new String[] {"/passcode", "/push", "/complete", "/pin", "/response"}) {
            console.browser()
                    .post(
                            server.pages().resolve(console.path("/sign-in/step" + step)),
                            Map.of("_csrf", form, "passcode", token.passcodeOf(1)));
            assertThat(console.browser().address().getPath()).as(step).isEqualTo(console.path("/sign-in"));
        }
        console.browser().post(server.pages().resolve(console.path("/sign-in/enroll")), Map.of("_csrf", form));
        assertThat(console.browser().address().getPath()).isEqualTo(console.path("/sign-in"));
        assertThat(console.open("/users").address().getPath()).isEqualTo(console.path("/sign-in"));
        // Nothing was spent on the way.
        console.open("/sign-in");
        console.signIn(TestConsole.PASSWORD).submit("/passcode", Map.of("passcode", token.next()));
        assertThat(console.browser().address().getPath()).isEqualTo(console.path(""));
    }

    @Test
    void takesNoStepFromAnotherSite() {
        TestToken token = TestToken.hotp(server, olivia());
        console.signIn(TestConsole.PASSWORD);
        console.browser()
                .post(server.pages().resolve(console.path("/sign-in/step/passcode")), Map.of("passcode", token.next()));
        assertThat(console.browser().status()).isEqualTo(403);
        assertThat(console.open("/users").address().getPath()).isEqualTo(console.path("/sign-in"));
    }

    @Test
    void countsAnOperatorsWrongPasscodesLikeAnyOther() {
        TestToken token = TestToken.hotp(server, olivia());
        console.signIn(TestConsole.PASSWORD);
        for (int i = 0; i < 5; i++) {
            console.browser().submit("/passcode", Map.of("passcode", "000000"));
        }
        console.browser().submit("/passcode", Map.of("passcode", token.next()));
        assertThat(console.browser().body()).contains("Paused after too many passcodes");
        // Another browser, another password: the count is the token's.
        TestConsole second = console.elsewhere();
        second.signIn(TestConsole.PASSWORD).submit("/passcode", Map.of("passcode", token.next()));
        assertThat(second.browser().body()).contains("Paused after too many passcodes");
    }

    @Test
    void withTheRuleWhoeverHasNoAuthenticatorEnrollsOneAndDoesNothingElse() throws IOException {
        server.part(OperatorRules.class).requireSecondFactor(acme.id(), true, new Actor.Server());
        console.signIn(TestConsole.PASSWORD);
        assertThat(console.browser().address().getPath()).isEqualTo(console.path("/sign-in/enroll"));
        for (String page : new String[] {"", "/users", "/operators", "/confirm"}) {
            assertThat(console.open(page).address().getPath()).as(page).isEqualTo(console.path("/sign-in"));
        }
        assertThat(console.open("/sign-in/step").address().getPath()).isEqualTo(console.path("/sign-in"));

        console.open("/sign-in/enroll").submit("/sign-in/enroll", Map.of());
        Phone phone = enroll(console.browser());
        String before = key();
        console.browser().submit("/enroll/done", Map.of());
        assertAtStep();
        assertThat(key()).isNotEqualTo(before);
        assertThat(console.open("/users").address().getPath()).isEqualTo(console.path("/sign-in"));

        String serial = phone.tokens().getFirst().serial();
        console.open("/sign-in/step")
                .submit("/passcode", Map.of("passcode", phone.passcode(serial).exposed()));
        assertThat(console.browser().address().getPath()).isEqualTo(console.path(""));
    }

    @Test
    void anEmptyInventoryKeepsNobodyOut() {
        VirtualServer poor =
                server.part(VirtualServers.class).create(acme.slug() + "-poor", "Poor", new Actor.Server());
        TestConsole theirs = TestConsole.at(server, poor);
        server.part(OperatorRules.class).requireSecondFactor(poor.id(), true, new Actor.Server());
        theirs.signIn(TestConsole.PASSWORD);
        theirs.browser().submit("/sign-in/enroll", Map.of());
        assertThat(theirs.browser().body()).contains("Scan this with the app");
    }

    @Test
    void goesOnOnlyOnceTheAppHasEnrolled() {
        server.part(OperatorRules.class).requireSecondFactor(acme.id(), true, new Actor.Server());
        console.signIn(TestConsole.PASSWORD);
        console.browser().submit("/sign-in/enroll", Map.of());
        console.browser().submit("/enroll/done", Map.of());
        assertThat(console.browser().address().getPath()).isEqualTo(console.path("/sign-in/enroll"));
        assertThat(console.browser().body()).contains("Not finished yet");
    }

    @Test
    void aPasswordDoesNotReplaceAnAuthenticatorThatIsOutOfUse() {
        TestToken token = TestToken.hotp(server, olivia());
        server.part(JdbcClient.class)
                .sql("update token set state = 'SUSPENDED' where id = ?")
                .param(token.token().id().value())
                .update();
        console.signIn(TestConsole.PASSWORD);
        assertThat(console.browser().status()).isEqualTo(403);
        assertThat(console.browser().body()).contains("Your authenticator is out of use");
        assertThat(console.open("/users").address().getPath()).isEqualTo(console.path("/sign-in"));
    }

    @Test
    void asksAgainBeforeASensitiveActAndGoesOnWhereItWasAsked() {
        TestToken token = TestToken.hotp(server, olivia());
        console.signIn(TestConsole.PASSWORD).submit("/passcode", Map.of("passcode", token.next()));
        assertThat(console.open("/operators/roles").status()).isEqualTo(200);

        server.time().pass(OperatorSession.FRESH.plus(Duration.ofSeconds(1)));
        assertThat(console.open("/users").address().getPath()).isEqualTo(console.path("/users"));
        console.open("/operators/roles");
        assertThat(console.browser().address().getPath()).isEqualTo(console.path("/confirm"));
        String before = key();
        console.browser().submit("/confirm", Map.of());
        assertAtStep();
        assertThat(key()).isNotEqualTo(before);
        // Still signed in, but not for this.
        assertThat(console.open("/operators/roles").address().getPath()).isEqualTo(console.path("/confirm"));
        console.open("/sign-in/step").submit("/passcode", Map.of("passcode", "000000"));
        assertThat(console.open("/operators/roles").address().getPath()).isEqualTo(console.path("/confirm"));
        console.open("/sign-in/step").submit("/passcode", Map.of("passcode", token.next()));

        assertThat(console.browser().address().getPath()).isEqualTo(console.path("/operators/roles"));
        assertThat(console.browser().status()).isEqualTo(200);
        assertThat(recorded(AuditType.OPERATOR_CONFIRMED)).containsEntry("factor", "passcode");
    }

    @Test
    void asksForNothingAgainThatWasNeverGiven() {
        console.signIn(TestConsole.PASSWORD);
        server.time().pass(OperatorSession.FRESH.plus(Duration.ofSeconds(1)));
        assertThat(console.open("/operators").status()).isEqualTo(200);
        assertThat(console.browser().body()).contains("Operators sign in with a password alone.");
    }

    @Test
    void doesASensitiveActOnlyWithAFreshFactor() {
        TestToken token = TestToken.hotp(server, olivia());
        console.signIn(TestConsole.PASSWORD).submit("/passcode", Map.of("passcode", token.next()));
        server.time().pass(OperatorSession.FRESH.plus(Duration.ofSeconds(1)));
        console.post("/operators/roles", Map.of("name", "Sneaked in", "permission", "USERS.VIEW"));
        assertThat(console.browser().address().getPath()).isEqualTo(console.path("/confirm"));
        assertThat(server.part(Roles.class).of(acme.id()))
                .extracting(Role::name)
                .doesNotContain("Sneaked in");
    }

    @Test
    void answersAUserWhoIsNoOperatorLikeAWrongPassword() {
        server.newUser(acme, "ursula");
        TestBrowser browser = console.browser();
        browser.submit("/sign-in", Map.of("userName", "ursula", "password", "correct horse"));
        assertThat(browser.status()).isEqualTo(401);
        String right = browser.body().replaceAll("value=\"[^\"]*\"", "");
        browser.submit("/sign-in", Map.of("userName", "ursula", "password", "wrong horse"));
        assertThat(browser.body().replaceAll("value=\"[^\"]*\"", "")).isEqualTo(right);
        assertThat(console.open("/users").address().getPath()).isEqualTo(console.path("/sign-in"));
    }

    @Test
    void refusesAnOperatorOfAnotherVirtualServer() {
        VirtualServer other = server.newVirtualServer();
        server.part(Operators.class).create(other.id(), "otto", null, TestConsole.PASSWORD, new Actor.Server());
        console.browser().submit("/sign-in", Map.of("userName", "otto", "password", TestConsole.PASSWORD));
        assertThat(console.browser().status()).isEqualTo(401);
    }

    @Test
    void endsTheSessionWithRoleStateAndPassword() {
        Operators operators = server.part(Operators.class);
        Role auditor = server.part(Roles.class).of(acme.id()).stream()
                .filter(role -> role.name().equals("Auditor"))
                .findFirst()
                .orElseThrow();
        Role helpDesk = server.part(Roles.class).of(acme.id()).stream()
                .filter(role -> role.name().equals("Help desk"))
                .findFirst()
                .orElseThrow();
        TestConsole hal = TestConsole.signedIn(server, acme, "hal", helpDesk);
        assertIn(hal);
        operators.changeRole(acme.id(), hal.operator().id(), auditor.id(), Acting.server());
        assertOut(hal);

        hal.signIn(TestConsole.PASSWORD);
        assertIn(hal);
        operators.changePassword(hal.operator(), TestConsole.PASSWORD + "2");
        assertOut(hal);

        hal.signIn(TestConsole.PASSWORD + "2");
        assertIn(hal);
        operators.suspend(acme.id(), hal.operator().id(), Acting.server());
        assertOut(hal);
        assertThat(hal.signIn(TestConsole.PASSWORD + "2").status()).isEqualTo(401);
        operators.resume(acme.id(), hal.operator().id(), Acting.server());
        hal.signIn(TestConsole.PASSWORD + "2");
        assertIn(hal);

        operators.remove(acme.id(), hal.operator().id(), Acting.server());
        assertOut(hal);
        assertThat(hal.signIn(TestConsole.PASSWORD + "2").status()).isEqualTo(401);
    }

    @Test
    void takesNoKeyThatTheBrowserBroughtAlong() {
        TestToken token = TestToken.hotp(server, olivia());
        console.signIn(TestConsole.PASSWORD);
        String planted = key();
        console.browser().submit("/passcode", Map.of("passcode", token.next()));
        assertThat(sessions.find(acme.id(), planted)).isEmpty();
        assertThat(sessions.find(acme.id(), key())).isPresent();
    }

    private Phone enroll(TestBrowser page) throws IOException {
        Matcher link = Pattern.compile("data-link=\"([^\"]+)\"").matcher(page.body());
        assertThat(link.find()).isTrue();
        Phone phone = TestPhone.empty(server);
        Enrollment enrollment = phone.enroll(link.group(1), Optional.empty());
        enrollment.finish("Olivia's phone", Optional.empty(), true);
        enrollment.activate(Optional.empty());
        return phone;
    }

    private void assertIn(TestConsole who) {
        assertThat(who.open("/users").address().getPath()).isEqualTo(who.path("/users"));
    }

    private void assertOut(TestConsole who) {
        assertThat(who.open("/users").address().getPath()).isEqualTo(who.path("/sign-in"));
    }

    private void assertAtStep() {
        assertThat(console.browser().address().getPath()).isEqualTo(console.path("/sign-in/step"));
    }

    private String key() {
        return console.browser().cookie(OperatorCookie.NAME).orElse("");
    }

    private UserAccount olivia() {
        return server.part(Users.class)
                .find(acme.id(), console.operator().user())
                .orElseThrow();
    }

    private Map<String, String> recorded(AuditType type) {
        return server.part(Audit.class)
                .recent(acme.id(), Set.of(type), null, 1)
                .getFirst()
                .details();
    }
}
