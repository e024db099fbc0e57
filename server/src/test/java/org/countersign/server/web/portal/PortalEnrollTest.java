package org.countersign.server.web.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.countersign.device.Phone;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.enrollment.Enrollment;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.SelfServiceRules;
import org.countersign.server.selfservice.SelfEnrollment;
import org.countersign.server.selfservice.SelfEnrollments;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.testing.TestRules;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Adding an authenticator without the help desk, in a browser without JavaScript. */
@DisplayName("S7: adding an authenticator")
class PortalEnrollTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer("Acme Corporation");
    private final UserAccount ada = server.newUser(acme, "ada" + acme.slug());
    private final PortalPerson person = PortalPerson.of(server, ada, acme);

    private List<String> record() {
        return server.part(Audit.class).recent(acme.id(), Set.of(), ada.id(), 100).stream()
                .map(AuditEntry::type)
                .toList();
    }

    @Test
    void takesThePersonsWordThatTheAppShowsTheSameNumber() throws IOException {
        TestRules.turn(server, acme, "/enrollment/confirmOnPage", true);
        person.walkToDevice();
        person.browser.submit("/add", Map.of("platform", "ANDROID"));
        org.countersign.device.Enrollment app = person.finishWhatIsShown(TestPhone.empty(server));
        person.open("/add/app");
        assertThatThrownBy(() -> app.activate(Optional.empty())).hasMessageContaining("same number");
        person.browser.submit("/add/word", Map.of("code", "000000".equals(app.code()) ? "1" : "000000", "same", "yes"));
        assertThatThrownBy(() -> app.activate(Optional.empty())).hasMessageContaining("same number");
        person.browser.submit("/add/word", Map.of("code", app.code(), "same", "yes"));
        app.activate(Optional.empty());
        assertThat(person.active(ada)).hasSize(1);
    }

    @Test
    void walksFromTheStartToAProvenAuthenticator() {
        person.walkToDevice();
        assertThat(person.browser.body()).contains("Authenticator app", "Android phone", "This computer");
        Phone phone = person.enroll(Map.of());
        person.open("/add/app");
        assertThat(person.browser.body()).contains("Almost there").doesNotContain(person.activation());
        person.tryOut(phone);
        assertThat(person.browser.body()).contains("Your authenticator is ready");
        assertThat(person.active(ada)).hasSize(1);
        person.open("/tokens");
        assertThat(person.browser.body()).contains("My tokens", "Phone of " + person.name, "Works");
        assertThat(record())
                .contains("MAIL_CODE_SENT", "MAIL_CODE_CONFIRMED", "SELF_ENROLLMENT_STARTED", "SELF_ENROLLMENT_PROVEN");
    }

    @Test
    void saysTheSameToNamesThatNobodyHas() {
        PortalPerson nobody = PortalPerson.stranger(server, acme, "nobody-of-this-name");
        for (PortalPerson one : List.of(person, nobody)) {
            one.start("add");
            assertThat(one.browser.status()).isEqualTo(200);
        }
        assertThat(plain(nobody)).isEqualTo(plain(person));
        for (int i = 0; i < 6; i++) {
            for (PortalPerson one : List.of(person, nobody)) {
                one.browser.submit("/code", Map.of("code", "000 00" + i));
            }
            assertThat(plain(nobody)).as("try %s", i).isEqualTo(plain(person));
        }
        for (int i = 0; i < 4; i++) {
            for (PortalPerson one : List.of(person, nobody)) {
                one.browser.submit("/code/again", Map.of());
            }
            assertThat(plain(nobody)).as("another %s", i).isEqualTo(plain(person));
        }
        assertThat(plain(nobody)).contains("Enough codes for now");
    }

    private static String plain(PortalPerson one) {
        return one.browser.body().replace(one.name, "NAME").replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "");
    }

    @Test
    void leadsEveryLaterStepBackToTheStart() {
        String start = "/portal/" + acme.slug();
        for (String page : List.of("/code", "/password", "/add", "/add/app", "/add/done", "/lost", "/lost/done")) {
            person.open(page);
            assertThat(person.browser.address().getPath()).as(page).isEqualTo(start);
        }
        person.open("");
        String token = person.browser.formToken();
        for (String step :
                List.of("/code", "/code/again", "/password", "/add", "/add/try", "/add/cancel", "/lost/" + ada.id())) {
            person.browser.post(
                    URI.create(start + step),
                    Map.of("_csrf", token, "code", "123456", "password", "x", "platform", "ANDROID"));
            assertThat(person.browser.address().getPath()).as(step).isEqualTo(start);
        }
        person.open("/arrived/no-such-key");
        assertThat(person.browser.address().getPath()).isEqualTo(start);
        person.start("add");
        person.open("/password");
        assertThat(person.browser.address().getPath())
                .as("password before the code")
                .isEqualTo(start + "/code");
        person.open("/tokens");
        assertThat(person.browser.address().getPath())
                .as("tokens want a sign-in")
                .startsWith("/o/" + acme.slug() + "/login/");
    }

    @Test
    void givesTheSessionANewIdAtEachStep() {
        person.open("");
        String before = person.browser.session();
        for (Runnable step : List.<Runnable>of(
                () -> person.start("add"),
                () -> person.browser.submit("/code", Map.of("code", person.mailedCode(1))),
                person::password,
                () -> person.browser.submit("/add", Map.of("platform", "ANDROID")))) {
            step.run();
            assertThat(person.browser.session()).isNotEqualTo(before);
            before = person.browser.session();
        }
    }

    @Test
    void keepsTheAddressOfSomebodyWhoDoesNotKnowThePassword() {
        person.start("add");
        person.browser.submit("/code", Map.of("code", person.mailedCode(1)));
        person.browser.submit("/password", Map.of("password", "wrong horse"));
        assertThat(person.browser.body()).contains("That did not work");
        person.open("/add");
        assertThat(person.browser.address().getPath()).isEqualTo("/portal/" + acme.slug());
        assertThat(person.tokens(ada)).isEmpty();
    }

    @Test
    void leavesNothingWhenItIsGivenUp() {
        int free = server.part(Tokens.class).inventory(acme.id());
        person.walkToDevice();
        person.browser.submit("/add", Map.of("platform", "IPHONE"));
        assertThat(person.browser.body()).contains("Open the camera of your iPhone");
        assertThat(server.part(Tokens.class).inventory(acme.id())).isEqualTo(free - 1);
        person.browser.submit("/add/cancel", Map.of());
        assertThat(person.browser.body()).contains("nothing is left over");
        assertThat(person.tokens(ada)).isEmpty();
        assertThat(server.part(Tokens.class).inventory(acme.id())).isEqualTo(free);
    }

    @Test
    void takesBackWhatNobodyHasProvenInTime() {
        person.walkToDevice();
        person.enroll(Map.of());
        assertThat(person.active(ada)).hasSize(1);
        server.time().pass(Duration.ofMinutes(31));
        sweep();
        assertThat(person.active(ada)).isEmpty();
        assertThat(record()).contains("SELF_ENROLLMENT_UNDONE");
    }

    @Test
    void keepsWhatWasUsedMeanwhile() {
        person.walkToDevice();
        Phone phone = person.enroll(Map.of());
        PortalPerson elsewhere = PortalPerson.of(server, ada, acme);
        elsewhere.signIn(phone);
        assertThat(elsewhere.browser.body()).contains("My tokens");
        server.time().pass(Duration.ofMinutes(31));
        sweep();
        assertThat(person.active(ada)).hasSize(1);
    }

    /** Planted: ending it without the token it replaces leaves two in use. */
    @Test
    void takesTheReplacedOneOutOfUseWhenTheNewOneWasUsedElsewhere() {
        Phone old = TestPhone.of(server, ada);
        TokenId replaced = person.active(ada).getFirst();
        SelfEnrollments portal = server.part(SelfEnrollments.class);
        SelfEnrollments.Start.Started started =
                (SelfEnrollments.Start.Started) portal.start(acme.id(), ada.id(), replaced, "192.0.2.1");
        SelfEnrollment begun = portal.find(acme.id(), ada.id(), started.id()).orElseThrow();
        Phone phone = TestPhone.enrolled(
                server,
                server.part(Enrollment.class)
                        .shown(acme.id(), begun.enrollment())
                        .orElseThrow()
                        .exposedLink(server.app()),
                "New phone");
        PortalPerson elsewhere = PortalPerson.of(server, ada, acme);
        elsewhere.signIn(phone);
        assertThat(person.active(ada)).hasSize(2);
        server.time().pass(Duration.ofMinutes(31));
        sweep();
        assertThat(person.active(ada)).containsExactly(begun.token());
        assertThat(record()).contains("SELF_ENROLLMENT_PROVEN", "TOKEN_REVOKED");
        assertThat(old.tokens()).isNotEmpty();
    }

    private void sweep() {
        server.part(SelfEnrollments.class).undoDue();
    }

    @Test
    void asksForTheAuthenticatorThatIsThereAlready() {
        Phone old = TestPhone.of(server, ada);
        person.walkToDevice();
        assertThat(person.browser.address().getPath()).startsWith("/o/" + acme.slug() + "/login/");
        assertThat(person.browser.body()).contains("Confirm that it is you", "Self-service");
        TestBrowser other = person.open("/add");
        assertThat(other.address().getPath()).as("without it nobody is known").isEqualTo("/portal/" + acme.slug());
        PortalPerson again = PortalPerson.of(server, ada, acme);
        again.start("add");
        again.browser.submit("/code", Map.of("code", again.mailedCode(2)));
        again.password();
        again.passcode(old);
        Phone next = again.enroll(Map.of());
        again.tryOut(next);
        assertThat(again.browser.body()).contains("Your authenticator is ready");
        assertThat(again.active(ada)).hasSize(2);
    }

    @Test
    void asksWhoeverReportedTheirPhoneLostForAnotherFactor() {
        TestToken lost = TestToken.hotp(server, ada);
        person.start("lost");
        person.password();
        person.browser.submit("/lost/" + lost.token().id(), Map.of());
        person.walkToDevice();
        assertThat(person.browser.address().getPath()).startsWith("/o/" + acme.slug() + "/login/");
        assertThat(person.browser.body()).contains("Use a recovery code or a temporary passcode");
        assertThat(person.open("/add").address().getPath()).startsWith("/o/");
    }

    @Test
    void takesOnlyTheNewOneAsItsProof() {
        Phone old = TestPhone.of(server, ada);
        person.signIn(old);
        person.open("/add");
        person.enroll(Map.of());
        person.tryOut(old);
        assertThat(person.browser.body()).contains("That passcode does not work");
        person.open("/add/done");
        assertThat(person.browser.body()).contains("Almost there").doesNotContain("is ready");
    }

    @Test
    void doesNotTakeAnotherSignInForTheProof() {
        TestToken token = TestToken.hotp(server, ada);
        person.start("sign-in");
        person.browser.submit("/password", Map.of("userName", person.name, "password", PortalPerson.PASSWORD));
        person.browser.submit("/passcode", Map.of("passcode", token.next()));
        person.open("/add");
        person.enroll(Map.of());
        person.open("/add/app");
        person.browser.submit("/add/try", Map.of());
        String form = person.browser.formToken();
        String trial = person.browser.address().getPath();
        person.browser.post(URI.create(trial + "/restart"), Map.of("_csrf", form));
        person.browser.submit("/password", Map.of("userName", person.name, "password", PortalPerson.PASSWORD));
        person.browser.submit("/passcode", Map.of("passcode", token.next()));
        assertThat(person.browser.address().getPath()).endsWith("/add/app");
        assertThat(person.browser.body()).contains("Almost there").doesNotContain("is ready");
    }

    @Test
    void saysWhatToDoWhereTheRulesDoNotAllowIt() {
        server.part(Policies.class)
                .change(
                        acme.id(),
                        PolicySettings.DEFAULT.with(SelfServiceRules.DEFAULT.withEnrolling(false, false)),
                        new Actor.Server());
        person.open("");
        assertThat(person.browser.body()).contains("ask the help desk").doesNotContain("Add authenticator");
        person.browser.submit("/start", Map.of("userName", person.name, "way", "add"));
        assertThat(person.browser.body()).contains("Not by yourself");
    }

    @Test
    void saysWhatToDoWhenNoTokenIsLeft() {
        VirtualServer poor = server.newVirtualServer("Poor");
        UserAccount bob = server.newUser(poor, "bob" + poor.slug());
        PortalPerson one = PortalPerson.of(server, bob, poor);
        for (int i = 0; i < 100; i++) {
            server.part(Tokens.class).assign(poor.id(), taker(poor, i), PolicySettings.DEFAULT, new Actor.Server());
        }
        one.walkToDevice();
        one.browser.submit("/add", Map.of("platform", "COMPUTER"));
        assertThat(one.browser.body()).contains("no free token at the moment");
        assertThat(one.tokens(bob)).noneMatch(token -> token.state() == TokenState.ASSIGNED);
    }

    private UserId taker(VirtualServer poor, int number) {
        return server.part(Users.class)
                .create(poor.id(), "taker" + number, "Taker", null, null, new Actor.Server())
                .orElseThrow()
                .id();
    }

    @Test
    void knowsNoPortalOfAnOrganisationThatIsNotThere() {
        assertThat(person.browser.open(URI.create("/portal/no-such-place")).status())
                .isEqualTo(404);
    }
}
