package org.countersign.server.web.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.device.Phone;
import org.countersign.device.Pin;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.policy.PinKind;
import org.countersign.server.policy.PinPlace;
import org.countersign.server.policy.PinRules;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.TokenMode;
import org.countersign.server.policy.TokenRules;
import org.countersign.server.testing.HttpTransport;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.testing.TestPhones;
import org.countersign.server.testing.TestRelyingParty;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.ServerPins;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@DisplayName("A sign-in with a server PIN that an operator set")
class LoginPinTest {
    private static final Map<String, String> RIGHT = Map.of("userName", "alice", "password", "correct horse");
    private static final PolicySettings RULES = PolicySettings.DEFAULT
            .with(TokenRules.DEFAULT.withMode(TokenMode.HOTP))
            .with(PinRules.DEFAULT.withKind(PinKind.SERVER));
    private static final Pattern NUMBER = Pattern.compile("class=\"push-digits[^>]*>([0-9]+)<");

    private final RunningServer server = RunningServer.get();
    private final ServerPins pins = server.part(ServerPins.class);
    private final VirtualServer acme = server.newVirtualServer();
    private final UserAccount alice = server.newUser(acme, "alice");
    private final TestRelyingParty wiki = new TestRelyingParty(server, acme, "Wiki");
    private final TestToken token = TestToken.make(server, alice, RULES);

    @BeforeEach
    void setPin() {
        server.part(Policies.class).change(acme.id(), RULES, new Actor.Server());
        reset("8205");
    }

    private void reset(String pin) {
        assertThat(pins.reset(token.token(), pin, new Actor.Server())).isEmpty();
    }

    private TestBrowser passwordGiven() {
        return new TestBrowser(server.pages(), wiki.ask(wiki.question())).submit("/password", RIGHT);
    }

    private TestBrowser at(String pin) {
        return passwordGiven().submit("/passcode", Map.of("passcode", pin + token.next()));
    }

    private TestBrowser atPinPage() {
        TestBrowser browser = at("8205");
        assertThat(browser.body()).contains("Choose a new PIN");
        return browser;
    }

    private static TestBrowser choose(TestBrowser browser, String pin) {
        return browser.submit("/pin", Map.of("pin", pin, "again", pin));
    }

    private static boolean isSignedIn(TestBrowser browser) {
        return browser.answer()
                .headers()
                .firstValue("Location")
                .filter(location -> location.startsWith(TestRelyingParty.REDIRECT + "&code="))
                .isPresent();
    }

    private int count(AuditType type) {
        return server.part(Audit.class)
                .recent(acme.id(), Set.of(type), alice.id(), 200)
                .size();
    }

    @Test
    void endsOnlyWithANewPin() {
        TestBrowser browser = atPinPage();
        assertThat(browser.body()).contains("4 to 8 digits. No repeats, no sequences, no dates.");
        assertThat(count(AuditType.PASSCODE_ACCEPTED)).isEqualTo(1);
        assertThat(count(AuditType.SIGN_IN_SUCCEEDED)).isZero();

        browser.submit("/pin", Map.of("pin", "6071", "again", "6072"));
        assertThat(browser.body()).contains("The two PINs differ").doesNotContain("6071");
        assertThat(choose(browser, "123").body()).contains("This PIN is too short. It takes 4 to 8 digits.");
        assertThat(choose(browser, "123456789").body()).contains("This PIN is too long");
        assertThat(choose(browser, "60a1").body()).contains("Some characters of this PIN are not allowed");
        assertThat(choose(browser, "1234").body()).contains("This PIN counts up or down");
        assertThat(choose(browser, "7171").body()).contains("This PIN repeats itself");
        assertThat(choose(browser, "2412").body()).contains("This PIN looks like a date or a year");
        assertThat(choose(browser, "8205").body()).contains("This is the PIN that you have just used");
        assertThat(pins.mustChange(token.token())).isTrue();

        assertThat(isSignedIn(choose(browser, "6071"))).isTrue();
        assertThat(pins.mustChange(token.token())).isFalse();
        assertThat(count(AuditType.SIGN_IN_SUCCEEDED)).isEqualTo(1);
        assertThat(count(AuditType.PIN_CHANGED)).isEqualTo(1);
        assertThat(isSignedIn(at("6071"))).isTrue();
        assertThat(at("8205").body()).contains("That passcode does not work");
    }

    /** Makes the PIN the user's own, and as old as the rules allow. */
    private void letPinBecomeTooOld() {
        assertThat(isSignedIn(choose(atPinPage(), "6071"))).isTrue();
        server.part(Policies.class).change(acme.id(), RULES.with(RULES.pin().withDays(30)), new Actor.Server());
        server.part(JdbcClient.class)
                .sql("update server_pin set set_at = set_at - interval '31 days' where token_id = ?")
                .param(token.token().id().value())
                .update();
    }

    @Test
    void asksForAnotherPinWhenItIsTooOld() {
        letPinBecomeTooOld();
        assertThat(at("6072").body()).contains("That passcode does not work");
        TestBrowser browser = at("6071");
        assertThat(browser.body())
                .contains("Choose a new PIN")
                .contains("yours has become too old")
                .doesNotContain("gave you the PIN");
        assertThat(choose(browser, "6071").body()).contains("This is the PIN that you have just used");
        assertThat(count(AuditType.SIGN_IN_SUCCEEDED)).isEqualTo(1);

        TestBrowser elsewhere = at("6071");
        assertThat(elsewhere.body()).as("until then, every sign-in stops here").contains("Choose a new PIN");
        assertThat(isSignedIn(choose(browser, "9317"))).isTrue();
        assertThat(isSignedIn(choose(elsewhere, "5830")))
                .as("the PIN was changed meanwhile")
                .isFalse();
        assertThat(isSignedIn(at("9317"))).isTrue();
    }

    @Test
    void opensNothingElseWhileThePinIsTooOld() {
        letPinBecomeTooOld();
        TestBrowser browser = at("6071");
        browser.open(wiki.ask(wiki.question()));
        assertThat(isSignedIn(browser)).isFalse();
        browser.open(server.pages().resolve("/portal/" + acme.slug() + "/tokens"));
        assertThat(browser.body()).doesNotContain(token.token().serial());
    }

    @ParameterizedTest
    @CsvSource({
        "EITHER, Type your PIN right before or after the passcode.",
        "BEFORE, 'Type your PIN first, and the passcode right after it.'",
        "AFTER, 'Type the passcode first, and your PIN right after it.'"
    })
    void saysWhereToTypeThePin(PinPlace place, String hint) {
        server.part(Policies.class).change(acme.id(), RULES.with(RULES.pin().typed(place)), new Actor.Server());
        TestBrowser browser = passwordGiven();
        assertThat(browser.body()).contains(hint);
        String typed = place == PinPlace.AFTER ? token.next() + "8205" : "8205" + token.next();
        assertThat(browser.submit("/passcode", Map.of("passcode", typed)).body())
                .contains("Choose a new PIN");
        String elsewhere = place == PinPlace.AFTER ? "8205" + token.next() : token.next() + "8205";
        assertThat(passwordGiven()
                        .submit("/passcode", Map.of("passcode", elsewhere))
                        .body())
                .contains(place == PinPlace.EITHER ? "Choose a new PIN" : "That passcode does not work");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/passcode", "/push", "/again", "/complete", "/response", "/challenge"})
    void takesNoOtherStepInThePlaceOfThePin(String step) {
        TestPhones phone = TestPhones.of(server, alice);
        TestBrowser browser = atPinPage();
        URI page = browser.address();
        browser.post(
                page.resolve(page.getPath() + step),
                Map.of(
                        "_csrf",
                        browser.formToken(),
                        "passcode",
                        phone.nextPasscode(),
                        "response",
                        phone.nextPasscode()));
        assertThat(isSignedIn(browser)).isFalse();
        assertThat(browser.body()).contains("Choose a new PIN");
        assertThat(count(AuditType.PUSH_STARTED)).isZero();
        assertThat(count(AuditType.SIGN_IN_SUCCEEDED)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?use=passcode", "?use=challenge"})
    void comesBackToThePinWhateverIsOpened(String query) {
        TestBrowser browser = atPinPage();
        browser.open(browser.address().resolve(browser.address().getPath() + query));
        assertThat(browser.body()).contains("Choose a new PIN").doesNotContain("Enter a passcode");
        browser.open(wiki.ask(wiki.question()));
        assertThat(isSignedIn(browser)).isFalse();
        assertThat(browser.body()).contains("Password");
    }

    @Test
    void isBoundToItsBrowser() {
        TestBrowser mine = atPinPage();
        URI pin = mine.formAction("/pin");
        TestBrowser theirs = passwordGiven();
        for (URI target :
                new URI[] {pin, theirs.address().resolve(theirs.address().getPath() + "/pin")}) {
            theirs.post(target, Map.of("_csrf", token(theirs), "pin", "6071", "again", "6071"));
            assertThat(isSignedIn(theirs)).isFalse();
            theirs.open(wiki.ask(wiki.question()));
        }
        assertThat(pins.mustChange(token.token())).isTrue();
        assertThat(isSignedIn(choose(mine, "6071"))).isTrue();
    }

    private static String token(TestBrowser browser) {
        return browser.formToken();
    }

    @Test
    void takesOnePinOnce() {
        TestBrowser browser = atPinPage();
        URI pin = browser.formAction("/pin");
        String formToken = browser.formToken();
        assertThat(isSignedIn(choose(browser, "6071"))).isTrue();
        browser.post(pin, Map.of("_csrf", formToken, "pin", "5830", "again", "5830"));
        assertThat(isSignedIn(browser)).isFalse();
        assertThat(count(AuditType.PIN_CHANGED)).isEqualTo(1);
        assertThat(isSignedIn(at("6071"))).isTrue();
    }

    @Test
    void isOverAfterTenMinutes() {
        TestBrowser browser = atPinPage();
        server.time().pass(Duration.ofMinutes(10));
        assertThat(isSignedIn(choose(browser, "6071"))).isFalse();
        assertThat(browser.body()).contains("That took too long");
        assertThat(pins.mustChange(token.token())).isTrue();
        assertThat(count(AuditType.PIN_CHANGED)).isZero();
    }

    @Test
    void isOverWhenTheOperatorSetsAnotherPin() {
        TestBrowser browser = atPinPage();
        reset("9317");
        // Nor does the page tell the right guess of the newer PIN from others.
        assertThat(choose(browser, "9317").body()).contains("Your PIN was set anew");
        assertThat(pins.mustChange(token.token())).isTrue();
        assertThat(at("8205").body()).contains("That passcode does not work");
        assertThat(at("9317").body()).contains("Choose a new PIN");
    }

    @Test
    void isOverWhenTheTokenIsRevoked() {
        TestBrowser browser = atPinPage();
        server.part(Tokens.class).revoke(acme.id(), token.token().id(), new Actor.Server());
        assertThat(isSignedIn(choose(browser, "6071"))).isFalse();
        assertThat(count(AuditType.PIN_CHANGED)).isZero();
    }

    @Test
    void asksForThePinAfterAnApprovalToo() throws IOException {
        UserAccount ada = server.newUser(acme, "ada");
        Phone phone = TestPhone.of(server, ada, Pin.typed("7294"), new HttpTransport());
        Token adas = server.part(Tokens.class).of(acme.id(), ada.id()).getFirst();
        assertThat(pins.reset(adas, "8205", new Actor.Server())).isEmpty();
        TestBrowser browser = new TestBrowser(server.pages(), wiki.ask(wiki.question()))
                .submit("/password", Map.of("userName", "ada", "password", "correct horse"))
                .submit("/push", Map.of());
        Matcher number = NUMBER.matcher(browser.body());
        assertThat(number.find()).as(browser.body()).isTrue();
        Phone unlocked = phone.with(Pin.typed("8205"));
        unlocked.approve(
                unlocked.check(phone.origins().getFirst()).requests().getFirst(), Optional.of(number.group(1)), false);
        browser.submit("/complete", Map.of());
        assertThat(isSignedIn(browser)).isFalse();
        assertThat(browser.body()).contains("Choose a new PIN");
        assertThat(isSignedIn(choose(browser, "6071"))).isTrue();
        assertThat(pins.mustChange(adas)).isFalse();
    }

    @Test
    void hintsAtThePinByTheRulesAloneWhoeverAsks() {
        server.newUser(acme, "bob");
        TestBrowser bob = new TestBrowser(server.pages(), wiki.ask(wiki.question()))
                .submit("/password", Map.of("userName", "bob", "password", "correct horse"));
        assertThat(bob.body()).contains("Type your PIN right before or after the passcode.", "maxlength=\"48\"");
        server.part(Policies.class).change(acme.id(), PolicySettings.DEFAULT, new Actor.Server());
        assertThat(passwordGiven().body()).doesNotContain("Type your PIN").contains("Open Countersign");
    }
}
