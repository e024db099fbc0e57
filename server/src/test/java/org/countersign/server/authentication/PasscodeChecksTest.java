package org.countersign.server.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A passcode is accepted once, within its window, from whom it belongs to; every other is refused alike. */
class PasscodeChecksTest {
    private static final RunningServer SERVER = RunningServer.get();

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final UserAccount alice = SERVER.newUser(acme, "alice");
    private final Application vpn =
            SERVER.part(VirtualServers.class).createApplication(acme.id(), "VPN", new Actor.Server());

    private PasscodeCheck check(String userName, @Nullable String password, String passcode) {
        return SERVER.part(PasscodeChecks.class)
                .check(vpn, new Actor.Server(), new Visitor("192.0.2.7", null, null), userName, password, passcode);
    }

    private PasscodeCheck check(String passcode) {
        return check("alice", null, passcode);
    }

    private boolean accepts(String passcode) {
        return check(passcode) instanceof PasscodeCheck.Accepted;
    }

    @Test
    void acceptsAPasscodeOnce() {
        TestToken token = TestToken.totp(SERVER, alice);
        String passcode = token.at(SERVER, Duration.ZERO);
        assertThat(check(passcode))
                .isEqualTo(new PasscodeCheck.Accepted(alice.id(), token.token().serial(), false));
        assertThat(check(passcode)).isInstanceOf(PasscodeCheck.Refused.class);
        assertThat(SERVER.part(Audit.class).recent(acme.id(), Set.of(AuditType.PASSCODE_REPLAYED), alice.id(), 5))
                .hasSize(1);
    }

    @Test
    void refusesThePasscodeOfAnEarlierStepOnceALaterOneIsSpent() {
        TestToken token = TestToken.totp(SERVER, alice);
        String earlier = token.at(SERVER, Duration.ZERO);
        assertThat(accepts(token.at(SERVER, Duration.ofSeconds(30)))).isTrue();
        assertThat(accepts(earlier)).isFalse();
    }

    @Test
    void refusesAPasscodeOutsideTheWindow() {
        TestToken token = TestToken.totp(SERVER, alice);
        assertThat(accepts(token.at(SERVER, Duration.ofSeconds(60)))).isFalse();
        String now = token.at(SERVER, Duration.ZERO);
        SERVER.time().pass(Duration.ofSeconds(61));
        assertThat(accepts(now)).isFalse();
    }

    @Test
    void looksAheadForEventBasedTokensButNeverBack() {
        TestToken token = TestToken.hotp(SERVER, alice);
        assertThat(accepts(token.passcodeOf(11))).isTrue();
        assertThat(accepts(token.passcodeOf(11))).isFalse();
        assertThat(accepts(token.passcodeOf(5))).isFalse();
        assertThat(accepts(token.passcodeOf(12 + 11))).isFalse();
        assertThat(accepts(token.passcodeOf(12))).isTrue();
    }

    @Test
    void pausesAtTheThresholdAndGoesOnAfterwards() {
        TestToken token = TestToken.hotp(SERVER, alice);
        IntStream.range(0, 5).forEach(i -> assertThat(check("00000" + i)).isInstanceOf(PasscodeCheck.Refused.class));
        assertThat(check(token.passcodeOf(1))).isInstanceOf(PasscodeCheck.Paused.class);
        assertThat(locks()).singleElement().satisfies(entry -> {
            assertThat(entry.tokenId()).isEqualTo(token.token().id().value());
            assertThat(entry.details()).containsEntry("failures", "5").containsKey("until");
        });
        SERVER.time().pass(Duration.ofSeconds(901));
        assertThat(accepts(token.passcodeOf(1))).isTrue();
    }

    private List<AuditEntry> locks() {
        return SERVER.part(Audit.class).recent(acme.id(), Set.of(AuditType.TOKEN_LOCKED), alice.id(), 100);
    }

    @Test
    void acceptsTheRightPasscodeAtTheLastTry() {
        TestToken token = TestToken.hotp(SERVER, alice);
        IntStream.range(0, 4).forEach(i -> check("00000" + i));
        assertThat(accepts(token.passcodeOf(1))).isTrue();
        assertThat(accepts(token.passcodeOf(2))).isTrue();
        assertThat(locks()).isEmpty();
    }

    @Test
    void stopsForGoodAtTheFailureCapUntilAnOperatorUnlocks() {
        TestToken token = TestToken.hotp(SERVER, alice);
        for (int tries = 0; tries < 100; tries++) {
            check("not a code");
            if (tries % 5 == 4) {
                SERVER.time().pass(Duration.ofSeconds(901));
            }
        }
        SERVER.time().pass(Duration.ofDays(30));
        assertThat(locks()).hasSize(20);
        assertThat(locks().getFirst().details())
                .containsEntry("failures", "100")
                .doesNotContainKey("until");
        assertThat(check(token.passcodeOf(1))).isInstanceOf(PasscodeCheck.Paused.class);
        SERVER.part(Tokens.class).unlock(acme.id(), token.token().id(), new Actor.Server());
        assertThat(accepts(token.passcodeOf(1))).isTrue();
    }

    @Test
    void sendingASpentPasscodeAgainNeverLocksTheToken() {
        TestToken token = TestToken.hotp(SERVER, alice);
        assertThat(accepts(token.passcodeOf(1))).isTrue();
        IntStream.range(0, 50)
                .forEach(i -> assertThat(accepts(token.passcodeOf(1))).isFalse());
        assertThat(accepts(token.passcodeOf(2))).isTrue();
    }

    @Test
    void leavesThePasscodeUnspentWhenThePasswordIsWrong() {
        TestToken token = TestToken.hotp(SERVER, alice);
        assertThat(check("alice", "wrong password", token.passcodeOf(1))).isInstanceOf(PasscodeCheck.Refused.class);
        assertThat(check("alice", "correct horse", token.passcodeOf(1))).isInstanceOf(PasscodeCheck.Accepted.class);
    }

    @Test
    void wrongPasswordsPauseTheNameButNeverTheToken() {
        TestToken token = TestToken.hotp(SERVER, alice);
        IntStream.range(0, 5).forEach(i -> check("alice", "wrong password", "123456"));
        assertThat(check("alice", "correct horse", token.passcodeOf(1))).isInstanceOf(PasscodeCheck.Paused.class);
        assertThat(accepts(token.passcodeOf(1))).isTrue();
    }

    @Test
    void aNameWithoutAnAccountPausesLikeAnyOther() {
        IntStream.range(0, 5)
                .forEach(i -> assertThat(check("nobody", "wrong password", "123456"))
                        .isInstanceOf(PasscodeCheck.Refused.class));
        assertThat(check("NOBODY", "wrong password", "123456")).isInstanceOf(PasscodeCheck.Paused.class);
    }

    @Test
    void triesEveryTokenOfAUserAndChargesOnlyWrongGuesses() {
        TestToken first = TestToken.hotp(SERVER, alice);
        TestToken second = TestToken.hotp(SERVER, alice);
        for (int i = 1; i <= 8; i++) {
            assertThat(accepts(first.passcodeOf(i))).isTrue();
        }
        assertThat(accepts(second.passcodeOf(1))).isTrue();
    }

    @Test
    void refusesAPasscodeOfAnotherUserAndOfAnotherVirtualServer() {
        TestToken token = TestToken.hotp(SERVER, alice);
        UserAccount bob = SERVER.newUser(acme, "bob");
        TestToken.hotp(SERVER, bob);
        assertThat(check("bob", null, token.passcodeOf(1))).isInstanceOf(PasscodeCheck.Refused.class);
        VirtualServer other = SERVER.newVirtualServer();
        Application theirs = SERVER.part(VirtualServers.class).createApplication(other.id(), "VPN", new Actor.Server());
        assertThat(SERVER.part(PasscodeChecks.class)
                        .check(
                                theirs,
                                new Actor.Server(),
                                new Visitor("192.0.2.7", null, null),
                                "alice",
                                null,
                                token.passcodeOf(1)))
                .isInstanceOf(PasscodeCheck.Refused.class);
        assertThat(accepts(token.passcodeOf(1))).isTrue();
    }

    @Test
    void refusesARevokedToken() {
        TestToken token = TestToken.hotp(SERVER, alice);
        assertThat(SERVER.part(Tokens.class).revoke(acme.id(), token.token().id(), new Actor.Server()))
                .isTrue();
        assertThat(accepts(token.passcodeOf(1))).isFalse();
    }

    static Stream<String> oddInput() {
        return Stream.of(
                " %s",
                "%s ",
                "%s\n",
                "+%s",
                "%s\u0000",
                "0%s",
                "%s0",
                "\u200b%s",
                "%s%s",
                "",
                "null",
                "[]",
                "0".repeat(10_000));
    }

    @ParameterizedTest
    @MethodSource("oddInput")
    void takesNothingButTheExactCharacters(String form) {
        TestToken token = TestToken.hotp(SERVER, alice);
        assertThat(accepts(form.replace("%s", token.passcodeOf(1)))).isFalse();
        assertThat(accepts(token.passcodeOf(1))).isTrue();
    }

    @Test
    void takesNoDigitsOfOtherScripts() {
        TestToken token = TestToken.hotp(SERVER, alice);
        String passcode = token.passcodeOf(1);
        String fullWidth = passcode.chars()
                .collect(StringBuilder::new, (s, c) -> s.append((char) (c - '0' + 0xFF10)), StringBuilder::append)
                .toString();
        String arabicIndic = passcode.chars()
                .collect(StringBuilder::new, (s, c) -> s.append((char) (c - '0' + 0x0660)), StringBuilder::append)
                .toString();
        assertThat(accepts(fullWidth)).isFalse();
        assertThat(accepts(arabicIndic)).isFalse();
        assertThat(accepts(passcode)).isTrue();
    }
}
