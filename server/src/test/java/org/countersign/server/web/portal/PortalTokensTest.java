package org.countersign.server.web.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.countersign.device.Phone;
import org.countersign.server.audit.Actor;
import org.countersign.server.policy.PinKind;
import org.countersign.server.policy.PinRules;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.SelfServiceRules;
import org.countersign.server.policy.TokenMode;
import org.countersign.server.policy.TokenRules;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.ServerPins;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Looking after tokens of one's own: only one's own, and what matters only with a fresh proof. */
@DisplayName("S7: my tokens, lost phone, new phone")
class PortalTokensTest {
    private static final PolicySettings EVENTS =
            PolicySettings.DEFAULT.with(TokenRules.DEFAULT.withMode(TokenMode.HOTP));

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer("Acme Corporation");
    private final UserAccount ada = server.newUser(acme, "ada" + acme.slug());
    private final PortalPerson person = PortalPerson.of(server, ada, acme);

    private void signIn(String passcode) {
        person.start("sign-in");
        person.browser.submit("/password", Map.of("userName", person.name, "password", PortalPerson.PASSWORD));
        person.browser.submit("/passcode", Map.of("passcode", passcode));
        assertThat(person.browser.body()).contains("My tokens");
    }

    private TokenState state(Token token) {
        return server.part(Tokens.class)
                .find(acme.id(), token.id())
                .orElseThrow()
                .state();
    }

    private String mail(String subject) {
        return server.mailServer().text(person.name + "@example.com", subject);
    }

    @Test
    void renamesATokenAndRefusesWhatIsNoName() {
        TestToken token = TestToken.hotp(server, ada);
        signIn(token.next());
        person.open("/tokens/" + token.token().id());
        person.browser.submit("/name", Map.of("name", "  Pixel <8>  "));
        assertThat(person.browser.body()).contains("Pixel &lt;8>", "Renamed");
        for (String wrong : List.of("", "   ", "x".repeat(65), "right\u202eleft", "two\nlines")) {
            person.open("/tokens/" + token.token().id());
            person.browser.submit("/name", Map.of("name", wrong));
            assertThat(person.browser.status()).isEqualTo(422);
            assertThat(person.browser.body()).contains("1 to 64 letters");
        }
        person.open("/tokens");
        assertThat(person.browser.body()).contains("Pixel &lt;8");
    }

    @Test
    void answersForSomebodyElsesTokenAsForNone() {
        TestToken mine = TestToken.hotp(server, ada);
        Token colleagues = TestToken.hotp(server, server.newUser(acme, "bob" + acme.slug()))
                .token();
        VirtualServer other = server.newVirtualServer();
        Token strangers = TestToken.hotp(server, server.newUser(other, "eve")).token();
        signIn(mine.next());
        person.open("/tokens/" + mine.token().id());
        String form = person.browser.formToken();
        for (String id : List.of(
                colleagues.id().toString(),
                strangers.id().toString(),
                "00000000-0000-4000-8000-000000000000",
                "no-id")) {
            for (String page : List.of("", "/remove", "/pin", "/resynchronise")) {
                assertThat(person.open("/tokens/" + id + page).status())
                        .as(id + page)
                        .isEqualTo(404);
            }
            assertThat(person.open("/add?replaces=" + id).status()).isEqualTo(404);
            for (String act : List.of(
                    "/tokens/" + id + "/name",
                    "/tokens/" + id + "/remove",
                    "/tokens/" + id + "/found",
                    "/tokens/" + id + "/pin",
                    "/tokens/" + id + "/resynchronise",
                    "/lost/" + id)) {
                person.browser.post(
                        URI.create("/portal/" + acme.slug() + act), Map.of("_csrf", form, "name", "Mine now"));
                assertThat(person.browser.status()).as(act).isEqualTo(404);
            }
        }
        assertThat(state(colleagues)).isEqualTo(TokenState.ACTIVE);
        assertThat(server.part(Tokens.class)
                        .find(other.id(), strangers.id())
                        .orElseThrow()
                        .state())
                .isEqualTo(TokenState.ACTIVE);
    }

    @Test
    void removesOneOfTwoButTheLastOneOnlyByRule() {
        TestToken first = TestToken.hotp(server, ada);
        TestToken second = TestToken.hotp(server, ada);
        signIn(first.next());
        person.open("/tokens/" + second.token().id() + "/remove");
        person.browser.submit("/remove", Map.of());
        assertThat(person.browser.body()).contains("Removed");
        assertThat(state(second.token())).isEqualTo(TokenState.REVOKED);
        person.open("/tokens/" + first.token().id() + "/remove");
        assertThat(person.browser.body()).contains("last authenticator", "Add another one first");
        String form = person.browser.formToken();
        person.browser.post(
                URI.create("/portal/" + acme.slug() + "/tokens/" + first.token().id() + "/remove"),
                Map.of("_csrf", form));
        assertThat(state(first.token())).isEqualTo(TokenState.ACTIVE);
        server.part(Policies.class)
                .change(
                        acme.id(),
                        PolicySettings.DEFAULT.with(SelfServiceRules.DEFAULT.withRemoveLast(true)),
                        new Actor.Server());
        person.open("/tokens/" + first.token().id() + "/remove");
        assertThat(person.browser.body()).contains("It is your last one");
        person.browser.submit("/remove", Map.of());
        assertThat(state(first.token())).isEqualTo(TokenState.REVOKED);
    }

    @Test
    void wantsAFreshProofForWhatMatters() {
        TestToken first = TestToken.hotp(server, ada);
        TestToken second = TestToken.hotp(server, ada);
        signIn(first.next());
        server.time().pass(Duration.ofMinutes(6));
        String remove = "/tokens/" + second.token().id() + "/remove";
        person.open("/tokens");
        assertThat(person.browser.body()).as("looking needs no fresh one").contains("My tokens");
        for (String page :
                List.of(remove, "/add", "/add?replaces=" + second.token().id())) {
            person.open(page);
            assertThat(person.browser.address().getPath()).as(page).startsWith("/o/");
        }
        person.open(remove);
        person.browser.submit("/password", Map.of("userName", person.name, "password", PortalPerson.PASSWORD));
        person.browser.submit("/passcode", Map.of("passcode", first.next()));
        assertThat(person.browser.address().getPath()).as("and leads back").endsWith(remove);
    }

    @Test
    void suspendsALostPhoneWithThePasswordAlone() {
        TestToken token = TestToken.hotp(server, ada);
        person.start("lost");
        person.password();
        assertThat(person.browser.body())
                .contains("Report a phone lost", token.token().serial());
        person.browser.submit("/lost/" + token.token().id(), Map.of());
        assertThat(person.browser.body()).contains("It does not work any more");
        assertThat(state(token.token())).isEqualTo(TokenState.SUSPENDED);
        assertThat(mail("A token was reported lost")).contains(token.token().serial(), "127.0.0.1");
        for (String page : List.of("/tokens", "/add")) {
            assertThat(person.open(page).address().getPath())
                    .as("the password alone opens no " + page)
                    .startsWith("/o/");
        }
    }

    @Test
    void takesALossBackOnlyWithAnotherFactor() {
        TestToken lost = TestToken.hotp(server, ada);
        TestToken other = TestToken.hotp(server, ada);
        person.start("lost");
        person.password();
        person.browser.submit("/lost/" + lost.token().id(), Map.of());
        String form = person.open("/lost").formToken();
        URI found =
                URI.create("/portal/" + acme.slug() + "/tokens/" + lost.token().id() + "/found");
        person.browser.post(found, Map.of("_csrf", form));
        assertThat(state(lost.token())).as("not with the password").isEqualTo(TokenState.SUSPENDED);
        signIn(other.next());
        person.open("/tokens/" + lost.token().id());
        person.browser.submit("/found", Map.of());
        assertThat(person.browser.body()).contains("It works again");
        assertThat(state(lost.token())).isEqualTo(TokenState.ACTIVE);
        assertThat(mail("A token that was lost works again"))
                .contains(lost.token().serial());
    }

    @Test
    void leavesAnOperatorsSuspensionAlone() {
        TestToken lost = TestToken.hotp(server, ada);
        TestToken other = TestToken.hotp(server, ada);
        signIn(other.next());
        person.open("/lost");
        person.browser.submit("/lost/" + lost.token().id(), Map.of());
        // What an operator does to a token, whatever page of theirs does it: resume, and suspend again.
        JdbcClient jdbc = server.part(JdbcClient.class);
        for (String state : List.of("ACTIVE", "SUSPENDED")) {
            jdbc.sql("update token set state = ? where id = ?")
                    .params(state, lost.token().id().value())
                    .update();
        }
        person.open("/tokens/" + lost.token().id());
        assertThat(person.browser.body())
                .contains("Your organisation has suspended it")
                .doesNotContain("I found it");
        person.browser.post(
                URI.create("/portal/" + acme.slug() + "/tokens/" + lost.token().id() + "/found"),
                Map.of("_csrf", person.browser.formToken()));
        assertThat(state(lost.token())).isEqualTo(TokenState.SUSPENDED);
    }

    @Test
    void putsANewPhoneInThePlaceOfTheOldOneOnceItIsProven() {
        Phone old = TestPhone.of(server, ada);
        person.signIn(old);
        String id = person.active(ada).getFirst().toString();
        person.open("/tokens/" + id);
        person.open("/add?replaces=" + id);
        assertThat(person.browser.body()).contains("Move to a new phone", "Phone of " + person.name + " stops working");
        Phone next = person.enroll(Map.of());
        assertThat(person.active(ada)).as("both until the new one is proven").hasSize(2);
        person.tryOut(next);
        assertThat(person.browser.body()).contains("taken the place of the old one");
        assertThat(person.active(ada))
                .hasSize(1)
                .noneMatch(token -> token.toString().equals(id));
    }

    @Test
    void findsATokenAgainByTwoPasscodes() {
        TestToken ahead = TestToken.make(server, ada, EVENTS);
        TestToken other = TestToken.hotp(server, ada);
        signIn(other.next());
        for (int i = 0; i < 50; i++) {
            ahead.next();
        }
        person.open("/tokens/" + ahead.token().id() + "/resynchronise");
        person.browser.submit("/resynchronise", Map.of("first", "000000", "second", "000001"));
        assertThat(person.browser.body()).contains("not two passcodes in a row");
        person.browser.submit("/resynchronise", Map.of("first", ahead.next(), "second", ahead.next()));
        assertThat(person.browser.body()).contains("Found again");
    }

    @Test
    void changesAServerPinWithItsRulesInSight() {
        PolicySettings rules = EVENTS.with(PinRules.DEFAULT.withKind(PinKind.SERVER));
        server.part(Policies.class).change(acme.id(), rules, new Actor.Server());
        TestToken token = TestToken.make(server, ada, rules);
        server.part(TransactionOperations.class)
                .executeWithoutResult(status -> server.part(ServerPins.class).enroll(token.token(), "8205"));
        signIn("8205" + token.next());
        String page = "/tokens/" + token.token().id() + "/pin";
        person.open(page);
        assertThat(person.browser.body()).contains("4 to 8 digits. No repeats");
        person.browser.submit("/pin", Map.of("current", "8205", "pin", "1234", "again", "1234"));
        assertThat(person.browser.body()).contains("counts up or down");
        person.browser.submit("/pin", Map.of("current", "8205", "pin", "6071", "again", "6072"));
        assertThat(person.browser.body()).contains("The two PINs differ");
        person.browser.submit("/pin", Map.of("current", "8206", "pin", "6071", "again", "6071"));
        assertThat(person.browser.body()).contains("not your current PIN");
        person.browser.submit("/pin", Map.of("current", "8205", "pin", "6071", "again", "6071"));
        assertThat(person.browser.body()).contains("PIN changed");
        person.open("");
        person.browser.submit("/sign-out", Map.of());
        signIn("6071" + token.next());
    }

    @Test
    void knowsNobodyAnyMoreAfterSigningOut() {
        signIn(TestToken.hotp(server, ada).next());
        person.browser.submit("/sign-out", Map.of());
        assertThat(person.open("/tokens").address().getPath()).startsWith("/o/");
    }
}
