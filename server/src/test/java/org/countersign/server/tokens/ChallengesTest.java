package org.countersign.server.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.authentication.PasscodeCheck;
import org.countersign.server.authentication.PasscodeChecks;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.TokenRules;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A challenge is answered once, by whom it was asked, for whom and in time; every other answer is refused alike. */
@DisplayName("A8: a challenge, RFC 6287 section 7.1,")
class ChallengesTest {
    private static final RunningServer SERVER = RunningServer.get();
    private static final String SUITE = "OCRA-1:HOTP-SHA256-6:QN08";
    private static final String VPN = "api:vpn";

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final UserAccount alice = SERVER.newUser(acme, "alice");
    private final Application vpn =
            SERVER.part(VirtualServers.class).createApplication(acme.id(), "VPN", new Actor.Server());

    private Challenge ask(String userName) {
        return SERVER.part(PasscodeChecks.class).ask(vpn, new Actor.Server(), VPN, userName, null);
    }

    private PasscodeCheck answer(
            String requester, String userName, @Nullable String password, Challenge challenge, String response) {
        return SERVER.part(PasscodeChecks.class)
                .check(
                        vpn,
                        new Actor.Server(),
                        new Visitor("192.0.2.7", null, null),
                        userName,
                        password,
                        new PasscodeChecks.Answer(requester, challenge.id(), response));
    }

    private boolean accepts(Challenge challenge, String response) {
        return answer(VPN, "alice", null, challenge, response) instanceof PasscodeCheck.Accepted;
    }

    private String lastReason() {
        return SERVER.part(Audit.class)
                .recent(acme.id(), Set.of(AuditType.PASSCODE_REFUSED), null, 1)
                .getFirst()
                .details()
                .getOrDefault("reason", "none");
    }

    private static String response(TestToken token, Challenge challenge) {
        return token.response(SERVER, challenge.question());
    }

    @ParameterizedTest
    @CsvSource({
        "OCRA-1:HOTP-SHA1-6:QN08, [0-9]{8}",
        "OCRA-1:HOTP-SHA256-8:QN64, [0-9]{64}",
        "OCRA-1:HOTP-SHA512-9:QA10, [0-9A-HJKMNP-TV-Z]{10}",
        "OCRA-1:HOTP-SHA256-5:QH40, [0-9A-F]{40}",
        "OCRA-1:HOTP-SHA256-6:QN04-T1M, [0-9]{4}",
        "OCRA-1:HOTP-SHA512-7:QA08-T30S, [0-9A-HJKMNP-TV-Z]{8}"
    })
    void isOfTheSuiteAndAnsweredByIt(String suite, String form) {
        TestToken token = TestToken.ocra(SERVER, alice, suite);
        Challenge challenge = ask("alice");
        assertThat(challenge.question()).matches(form);
        assertThat(accepts(challenge, response(token, challenge))).isTrue();
    }

    @Test
    void isAnsweredOnce() {
        TestToken token = TestToken.ocra(SERVER, alice, SUITE);
        Challenge challenge = ask("alice");
        String response = response(token, challenge);
        assertThat(answer(VPN, "alice", null, challenge, response))
                .isEqualTo(new PasscodeCheck.Accepted(alice.id(), token.token().serial(), false));
        assertThat(accepts(challenge, response)).isFalse();
        assertThat(lastReason()).isEqualTo("challenge answered before");
    }

    @Test
    void isUsedUpByAWrongAnswerToo() {
        TestToken token = TestToken.ocra(SERVER, alice, SUITE);
        Challenge challenge = ask("alice");
        assertThat(accepts(challenge, "000000")).isFalse();
        assertThat(lastReason()).isEqualTo("wrong passcode");
        assertThat(accepts(challenge, response(token, challenge))).isFalse();
    }

    @Test
    void isNotAnsweredByTheResponseToAnother() {
        TestToken token = TestToken.ocra(SERVER, alice, SUITE);
        Challenge first = ask("alice");
        Challenge second = ask("alice");
        assertThat(second.question()).isNotEqualTo(first.question());
        assertThat(accepts(second, response(token, first))).isFalse();
        assertThat(accepts(first, response(token, first))).isTrue();
    }

    @Test
    void expiresAfterTwoMinutes() {
        TestToken token = TestToken.ocra(SERVER, alice, SUITE);
        Challenge inTime = ask("alice");
        Challenge late = ask("alice");
        SERVER.time().pass(Duration.ofSeconds(119));
        assertThat(accepts(inTime, response(token, inTime))).isTrue();
        SERVER.time().pass(Duration.ofSeconds(1));
        assertThat(accepts(late, response(token, late))).isFalse();
        assertThat(lastReason()).isEqualTo("challenge expired");
    }

    @Test
    void isForWhoeverAskedForIt() {
        TestToken token = TestToken.ocra(SERVER, alice, SUITE);
        Challenge challenge = ask("alice");
        assertThat(answer("api:other", "alice", null, challenge, response(token, challenge)))
                .isInstanceOf(PasscodeCheck.Refused.class);
        assertThat(lastReason()).isEqualTo("no such challenge");
        assertThat(accepts(challenge, response(token, challenge))).isTrue();
    }

    @Test
    void isForOneUserAndOneToken() {
        TestToken token = TestToken.ocra(SERVER, alice, SUITE);
        TestToken bobs = TestToken.ocra(SERVER, SERVER.newUser(acme, "bob"), SUITE);
        Challenge challenge = ask("alice");
        assertThat(answer(VPN, "bob", null, challenge, response(bobs, challenge)))
                .isInstanceOf(PasscodeCheck.Refused.class);
        Challenge another = ask("alice");
        assertThat(accepts(another, response(bobs, another))).isFalse();
        Challenge third = ask("alice");
        assertThat(answer(VPN, "bob", null, third, response(token, third))).isInstanceOf(PasscodeCheck.Refused.class);
    }

    @Test
    void asksTheTokenThatIsNamedAndElseTheNewest() {
        TestToken older = TestToken.ocra(SERVER, alice, SUITE);
        SERVER.time().pass(Duration.ofSeconds(1));
        TestToken newer = TestToken.ocra(SERVER, alice, SUITE);
        Challenge unnamed = ask("alice");
        assertThat(accepts(unnamed, response(newer, unnamed))).isTrue();
        Challenge named = SERVER.part(PasscodeChecks.class)
                .ask(vpn, new Actor.Server(), VPN, "alice", older.token().serial());
        assertThat(accepts(named, response(older, named))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"nobody", "bob", "carol", "''"})
    void looksTheSameForSomebodyWhoCannotAnswer(String userName) {
        SERVER.part(Policies.class)
                .change(
                        acme.id(),
                        PolicySettings.DEFAULT.with(TokenRules.DEFAULT.withSuite("OCRA-1:HOTP-SHA256-6:QA10")),
                        new Actor.Server());
        TestToken.ocra(SERVER, alice, "OCRA-1:HOTP-SHA256-6:QA10");
        SERVER.newUser(acme, "bob");
        TestToken.hotp(SERVER, SERVER.newUser(acme, "carol"));
        Challenge theirs = ask(userName);
        assertThat(theirs.question()).matches("[0-9A-HJKMNP-TV-Z]{10}");
        assertThat(Duration.between(SERVER.time().instant(), theirs.expiresAt()))
                .isCloseTo(Duration.ofMinutes(2), Duration.ofSeconds(10));
        assertThat(answer(VPN, userName, null, theirs, "123456")).isInstanceOf(PasscodeCheck.Refused.class);
        assertThat(answer(VPN, userName, null, theirs, "123456")).isInstanceOf(PasscodeCheck.Refused.class);
        assertThat(lastReason()).isEqualTo("challenge answered before");
    }

    @Test
    void chargesWrongAnswersAndPauses() {
        TestToken token = TestToken.ocra(SERVER, alice, SUITE);
        IntStream.range(0, 5)
                .forEach(i -> assertThat(accepts(ask("alice"), "00000" + i)).isFalse());
        Challenge challenge = ask("alice");
        assertThat(answer(VPN, "alice", null, challenge, response(token, challenge)))
                .isInstanceOf(PasscodeCheck.Paused.class);
        SERVER.time().pass(Duration.ofSeconds(901));
        Challenge later = ask("alice");
        assertThat(accepts(later, response(token, later))).isTrue();
    }

    @Test
    void isNoPasscodeAndNoPasscodeChargesItsToken() {
        TestToken asked = TestToken.ocra(SERVER, alice, SUITE);
        TestToken shown = TestToken.hotp(SERVER, alice);
        Challenge challenge = ask("alice");
        Visitor visitor = new Visitor("192.0.2.7", null, null);
        PasscodeChecks checks = SERVER.part(PasscodeChecks.class);
        IntStream.range(0, 5)
                .forEach(
                        i -> checks.check(vpn, new Actor.Server(), visitor, "alice", null, response(asked, challenge)));
        assertThat(checks.check(vpn, new Actor.Server(), visitor, "alice", null, shown.passcodeOf(1)))
                .isInstanceOf(PasscodeCheck.Paused.class);
        assertThat(accepts(challenge, response(asked, challenge))).isTrue();
    }

    @Test
    void staysOpenWhenThePasswordIsWrong() {
        TestToken token = TestToken.ocra(SERVER, alice, SUITE);
        Challenge challenge = ask("alice");
        String response = response(token, challenge);
        assertThat(answer(VPN, "alice", "wrong password", challenge, response))
                .isInstanceOf(PasscodeCheck.Refused.class);
        assertThat(answer(VPN, "alice", "correct horse", challenge, response))
                .isInstanceOf(PasscodeCheck.Accepted.class);
    }

    @Test
    void isNotAnsweredByARevokedToken() {
        TestToken token = TestToken.ocra(SERVER, alice, SUITE);
        Challenge challenge = ask("alice");
        SERVER.part(Tokens.class).revoke(acme.id(), token.token().id(), new Actor.Server());
        assertThat(accepts(challenge, response(token, challenge))).isFalse();
    }

    @Test
    void acceptsExactlyOneOf64AnswersAtOnce() throws Exception {
        int rounds = Integer.getInteger("race.rounds", 200);
        assertThat(new ChallengeRace(SERVER).accepted(rounds)).hasSize(rounds).containsOnly(1);
    }

    @Test
    void noticesAServerThatLooksBeforeItMarks() throws Exception {
        try (RunningServer careless = RunningServer.planted(CarelessChallenges.Planted.class)) {
            assertThat(new ChallengeRace(careless).accepted(20)).anyMatch(count -> count > 1);
        }
    }
}
