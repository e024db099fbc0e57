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
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.Resynchronisation.Outcome;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two passcodes in a row bring a token back; nothing else does, nothing goes back, and guessing here is guessing. */
@DisplayName("A7: resynchronising, RFC 4226 section 7.4 and RFC 6238 section 6,")
class ResynchronisationTest {
    private static final RunningServer SERVER = RunningServer.get();

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final UserAccount alice = SERVER.newUser(acme, "alice");
    private final Application vpn =
            SERVER.part(VirtualServers.class).createApplication(acme.id(), "VPN", new Actor.Server());

    private PasscodeCheck check(String passcode) {
        return SERVER.part(PasscodeChecks.class)
                .check(vpn, new Actor.Server(), new Visitor("192.0.2.7", null, null), "alice", null, passcode);
    }

    private boolean accepts(String passcode) {
        return check(passcode) instanceof PasscodeCheck.Accepted;
    }

    private static Outcome resynchronise(TestToken token, String first, String second) {
        return SERVER.part(Resynchronisation.class)
                .resynchronise(token.token().virtualServer(), token.token().id(), first, second, new Actor.Server());
    }

    private static Outcome resynchronise(TestToken token, long first, long second) {
        return resynchronise(token, token.passcodeOf(first), token.passcodeOf(second));
    }

    private int recorded(AuditType type) {
        return SERVER.part(Audit.class)
                .recent(acme.id(), Set.of(type), alice.id(), 200)
                .size();
    }

    @Test
    void bringsAnEventBasedTokenForward() {
        TestToken token = TestToken.hotp(SERVER, alice);
        assertThat(accepts(token.passcodeOf(150))).isFalse();
        assertThat(resynchronise(token, 150, 151)).isEqualTo(new Outcome.Done());
        assertThat(accepts(token.passcodeOf(152))).isTrue();
        assertThat(recorded(AuditType.TOKEN_RESYNCHRONISED)).isEqualTo(1);
    }

    @Test
    void spendsBothPasscodesAndAllBeforeThem() {
        TestToken token = TestToken.hotp(SERVER, alice);
        assertThat(resynchronise(token, 150, 151)).isEqualTo(new Outcome.Done());
        assertThat(accepts(token.passcodeOf(151))).isFalse();
        assertThat(accepts(token.passcodeOf(150))).isFalse();
        assertThat(accepts(token.passcodeOf(149))).isFalse();
        assertThat(resynchronise(token, 150, 151)).isEqualTo(new Outcome.Refused());
        assertThat(resynchronise(token, 151, 152)).isEqualTo(new Outcome.Refused());
        assertThat(accepts(token.passcodeOf(152))).isTrue();
    }

    @Test
    void takesTwoInARowOnlyAndWithinTheWindow() {
        TestToken token = TestToken.hotp(SERVER, alice);
        assertThat(resynchronise(token, 150, 152)).isEqualTo(new Outcome.Refused());
        assertThat(resynchronise(token, 151, 150)).isEqualTo(new Outcome.Refused());
        assertThat(resynchronise(token, token.passcodeOf(150), token.passcodeOf(151) + " "))
                .isEqualTo(new Outcome.Refused());
        assertThat(resynchronise(token, 201, 202)).isEqualTo(new Outcome.Refused());
        assertThat(recorded(AuditType.RESYNCHRONISATION_REFUSED)).isEqualTo(4);
        assertThat(resynchronise(token, 200, 201)).isEqualTo(new Outcome.Done());
    }

    @Test
    void neverGoesBack() {
        TestToken token = TestToken.hotp(SERVER, alice);
        assertThat(accepts(token.passcodeOf(9))).isTrue();
        assertThat(resynchronise(token, 5, 6)).isEqualTo(new Outcome.Refused());
        assertThat(resynchronise(token, 9, 10)).isEqualTo(new Outcome.Refused());
        assertThat(accepts(token.passcodeOf(7))).isFalse();
        assertThat(accepts(token.passcodeOf(10))).isTrue();
    }

    @Test
    void learnsHowFastAClockIs() {
        TestToken token = TestToken.totp(SERVER, alice);
        Duration ahead = Duration.ofMinutes(40);
        assertThat(accepts(token.at(SERVER, ahead))).isFalse();
        String first = token.at(SERVER, ahead);
        SERVER.time().pass(Duration.ofSeconds(30));
        String second = token.at(SERVER, ahead);
        assertThat(resynchronise(token, first, second)).isEqualTo(new Outcome.Done());
        assertThat(accepts(second)).isFalse();
        SERVER.time().pass(Duration.ofSeconds(30));
        assertThat(accepts(token.at(SERVER, ahead))).isTrue();
        assertThat(accepts(token.at(SERVER, Duration.ZERO))).isFalse();
    }

    @Test
    void learnsHowSlowAClockIsAndTakesNothingSpent() {
        TestToken token = TestToken.totp(SERVER, alice);
        Duration behind = Duration.ofMinutes(-40);
        // What the token shows now was spent, or passed over, when it was activated.
        assertThat(resynchronise(token, token.at(SERVER, behind), token.at(SERVER, behind.plusSeconds(30))))
                .isEqualTo(new Outcome.Refused());
        SERVER.time().pass(Duration.ofHours(1));
        assertThat(resynchronise(token, token.at(SERVER, behind.minusSeconds(30)), token.at(SERVER, behind)))
                .isEqualTo(new Outcome.Done());
        SERVER.time().pass(Duration.ofSeconds(30));
        assertThat(accepts(token.at(SERVER, behind))).isTrue();
    }

    @Test
    void chargesGuessesLikeWrongPasscodes() {
        TestToken token = TestToken.hotp(SERVER, alice);
        IntStream.range(0, 3).forEach(i -> check("not a code"));
        IntStream.range(0, 2).forEach(i -> resynchronise(token, "000000", "000001"));
        assertThat(resynchronise(token, 150, 151)).isInstanceOf(Outcome.Paused.class);
        assertThat(check(token.passcodeOf(1))).isInstanceOf(PasscodeCheck.Paused.class);
        SERVER.time().pass(Duration.ofSeconds(901));
        assertThat(resynchronise(token, 150, 151)).isEqualTo(new Outcome.Done());
    }

    @Test
    void saysThatTheTokenIsLockedByTheTryThatLocksIt() {
        TestToken token = TestToken.hotp(SERVER, alice);
        for (int i = 0; i < 4; i++) {
            resynchronise(token, 150, 152);
        }
        assertThat(recorded(AuditType.TOKEN_LOCKED)).isZero();
        resynchronise(token, 150, 152);
        assertThat(recorded(AuditType.TOKEN_LOCKED)).isEqualTo(1);
        assertThat(resynchronise(token, 150, 151)).isInstanceOf(Outcome.Paused.class);
        assertThat(recorded(AuditType.TOKEN_LOCKED)).isEqualTo(1);
    }

    @Test
    void forgivesNoFailureButItsOwn() {
        TestToken token = TestToken.hotp(SERVER, alice);
        IntStream.range(0, 4).forEach(i -> check("not a code"));
        assertThat(resynchronise(token, 150, 151)).isEqualTo(new Outcome.Done());
        check("not a code");
        assertThat(check(token.passcodeOf(152))).isInstanceOf(PasscodeCheck.Paused.class);
    }

    @Test
    void stopsForGoodAtTheFailureCap() {
        GuessingByResynchronising guesses = new GuessingByResynchronising(SERVER);
        assertThat(guesses.evaluatedOf(160)).isEqualTo(100);
        assertThat(guesses.resynchronises()).isFalse();
    }

    @Test
    void noticesAServerThatDoesNotChargeHere() {
        try (RunningServer careless = RunningServer.planted(CarelessResynchronisation.Planted.class)) {
            GuessingByResynchronising guesses = new GuessingByResynchronising(careless);
            assertThat(guesses.evaluatedOf(160)).isGreaterThan(100);
            assertThat(guesses.resynchronises()).isTrue();
        }
    }

    @Test
    void isNotForOthersNorForChallenges() {
        TestToken token = TestToken.hotp(SERVER, alice);
        VirtualServer other = SERVER.newVirtualServer();
        assertThat(SERVER.part(Resynchronisation.class)
                        .resynchronise(
                                other.id(),
                                token.token().id(),
                                token.passcodeOf(150),
                                token.passcodeOf(151),
                                new Actor.Server()))
                .isEqualTo(new Outcome.NotPossible());
        TestToken asked = TestToken.ocra(SERVER, alice, "OCRA-1:HOTP-SHA256-6:QN08");
        assertThat(resynchronise(asked, "000000", "000001")).isEqualTo(new Outcome.NotPossible());
        SERVER.part(Tokens.class).revoke(acme.id(), token.token().id(), new Actor.Server());
        assertThat(resynchronise(token, 150, 151)).isEqualTo(new Outcome.NotPossible());
    }
}
