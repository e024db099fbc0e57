package org.countersign.server.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.countersign.device.Pin;
import org.countersign.otp.PinFault;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.policy.PinKind;
import org.countersign.server.policy.PinPlace;
import org.countersign.server.policy.PinRules;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.testing.RunningServer;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** A PIN that is typed beside the passcode: docs/formats/pin.md. */
class ServerPinTest {
    private final PinFixture acme = new PinFixture(RunningServer.get(), PinKind.SERVER);

    private String passcode() {
        acme.server.time().pass(Duration.ofSeconds(30));
        return acme.passcode(PinFixture.RIGHT);
    }

    @Test
    void takesThePinBeforeAndAfterThePasscode() {
        assertThat(acme.typed("7294" + passcode())).isInstanceOf(CodeCheck.Accepted.class);
        assertThat(acme.typed(passcode() + "7294")).isInstanceOf(CodeCheck.Accepted.class);
    }

    /** Typed right in this and the other place, and whether each was taken. */
    private static List<Boolean> takenWhere(PinFixture fixture, PinPlace place) {
        fixture.policy(PinRules.DEFAULT.withKind(PinKind.SERVER).typed(place));
        fixture.server.time().pass(Duration.ofSeconds(30));
        String before = "7294" + fixture.passcode(PinFixture.RIGHT);
        boolean isTakenBefore = fixture.typed(before) instanceof CodeCheck.Accepted;
        fixture.server.time().pass(Duration.ofSeconds(30));
        String after = fixture.passcode(PinFixture.RIGHT) + "7294";
        return List.of(isTakenBefore, fixture.typed(after) instanceof CodeCheck.Accepted);
    }

    @Test
    void takesThePinOnlyWhereTheRulesHaveItTyped() {
        assertThat(takenWhere(acme, PinPlace.BEFORE)).containsExactly(true, false);
        assertThat(takenWhere(acme, PinPlace.AFTER)).containsExactly(false, true);
        assertThat(takenWhere(acme, PinPlace.EITHER)).containsExactly(true, true);
    }

    /** A PIN of so many days under a rule of 90, and whether it has to be changed. */
    private static boolean isDueAfter(PinFixture fixture, int days) {
        fixture.policy(PinRules.DEFAULT.withKind(PinKind.SERVER).withDays(90));
        fixture.server
                .part(JdbcClient.class)
                .sql("update server_pin set set_at = ? where token_id = ?")
                .params(
                        OffsetDateTime.ofInstant(
                                fixture.server.time().instant().minus(Duration.ofDays(days)), ZoneOffset.UTC),
                        fixture.token().id().value())
                .update();
        return fixture.server.part(ServerPins.class).mustChange(fixture.token());
    }

    @Test
    void becomesTooOldOnTheDayOfTheRules() {
        ServerPins pins = acme.server.part(ServerPins.class);
        assertThat(isDueAfter(acme, 89)).isFalse();
        assertThat(isDueAfter(acme, 90)).isTrue();
        assertThat(pins.hasExpired(acme.token())).isTrue();
        assertThat(acme.typed("7294" + passcode()))
                .as("it still proves who they are")
                .isInstanceOf(CodeCheck.Accepted.class);
        assertThat(choose(pins, "7294")).isEqualTo(new PinChoice.Same());
        assertThat(choose(pins, "6071")).isEqualTo(new PinChoice.Chosen());
        assertThat(pins.mustChange(acme.token())).isFalse();
        assertThat(isDueAfter(acme, 400)).isTrue();
        acme.policy(PinRules.DEFAULT.withKind(PinKind.SERVER));
        assertThat(pins.mustChange(acme.token())).as("no rule, no age").isFalse();
    }

    @Test
    void isNotTooOldButGivenWhenAnOperatorSetIt() {
        ServerPins pins = acme.server.part(ServerPins.class);
        acme.policy(PinRules.DEFAULT.withKind(PinKind.SERVER).withDays(90));
        assertThat(pins.reset(acme.token(), "8205", new Actor.Server())).isEmpty();
        assertThat(pins.mustChange(acme.token())).isTrue();
        assertThat(pins.hasExpired(acme.token())).isFalse();
    }

    /** The planted bug: looks at the rules that a token was enrolled with, as for everything else about its PIN. */
    @Test
    void wouldSeeRulesThatHoldForNobody() {
        try (RunningServer server = RunningServer.planted(CarelessPinRules.Planted.class)) {
            PinFixture careless = new PinFixture(server, PinKind.SERVER);
            assertThat(takenWhere(careless, PinPlace.BEFORE)).containsExactly(true, true);
            assertThat(isDueAfter(careless, 400)).isFalse();
        }
    }

    @Test
    void takesNeitherAlone() {
        String passcode = passcode();
        assertThat(acme.typed(passcode)).isInstanceOf(CodeCheck.Wrong.class);
        assertThat(acme.typed("7294")).isInstanceOf(CodeCheck.Wrong.class);
        assertThat(acme.typed("7295" + passcode)).isInstanceOf(CodeCheck.Wrong.class);
        assertThat(acme.typed("72944" + passcode)).isInstanceOf(CodeCheck.Wrong.class);
        assertThat(acme.typed("7294" + passcode)).isInstanceOf(CodeCheck.Accepted.class);
        assertThat(acme.typed("7294" + passcode)).isInstanceOf(CodeCheck.Replayed.class);
        assertThat(acme.typed(passcode + "7294")).isInstanceOf(CodeCheck.Replayed.class);
    }

    @Test
    void pausesAfterWrongPinsAsAfterWrongPasscodes() {
        String passcode = passcode();
        for (int i = 0; i < PolicySettings.DEFAULT.locks().threshold(); i++) {
            assertThat(acme.typed("700" + i + passcode)).isInstanceOf(CodeCheck.Wrong.class);
        }
        assertThat(acme.typed("7294" + passcode)).isInstanceOf(CodeCheck.Paused.class);
    }

    @Test
    void keepsOnlyAHash() {
        String hash = acme.server
                .part(JdbcClient.class)
                .sql("select pin_hash from server_pin where token_id = ?")
                .param(acme.token().id().value())
                .query(String.class)
                .single();
        assertThat(hash).startsWith("$argon2id$").doesNotContain("7294");
    }

    @Test
    void changesThePinOnlyWithTheCurrentOne() throws IOException {
        Pin next = Pin.typed("5830");
        assertThat(acme.change(PinFixture.WRONG, next)).isEqualTo("pin_wrong 4");
        assertThat(acme.change(PinFixture.RIGHT, next)).isEqualTo("changed");
        assertThat(acme.typed("7294" + passcode())).isInstanceOf(CodeCheck.Wrong.class);
        assertThat(acme.typed("5830" + passcode())).isInstanceOf(CodeCheck.Accepted.class);
        assertThat(acme.count(AuditType.PIN_CHANGED)).isEqualTo(1);
    }

    @Test
    void pausesWhoeverGuessesThePinByChangingIt() throws IOException {
        for (int left = 4; left >= 0; left--) {
            assertThat(acme.count(AuditType.TOKEN_LOCKED)).isZero();
            assertThat(acme.change(PinFixture.WRONG, Pin.typed("5830"))).isEqualTo("pin_wrong " + left);
        }
        assertThat(acme.count(AuditType.TOKEN_LOCKED)).isEqualTo(1);
        assertThat(acme.change(PinFixture.RIGHT, Pin.typed("5830"))).isEqualTo("too_many_requests");
    }

    private PinChoice choose(ServerPins pins, String pin) {
        return choose(pins, pins.due(acme.token().id()).orElse(0), pin);
    }

    private PinChoice choose(ServerPins pins, int proven, String pin) {
        return acme.server.part(TransactionOperations.class).execute(status -> pins.choose(acme.token(), proven, pin));
    }

    @Test
    void isChosenOnlyByWhoeverProvedThisVeryPin() {
        ServerPins pins = acme.server.part(ServerPins.class);
        assertThat(choose(pins, 1, "6071")).as("nobody set one").isEqualTo(new PinChoice.Over());
        pins.reset(acme.token(), "8205", new Actor.Server());
        int proven = pins.due(acme.token().id()).orElseThrow();
        assertThat(choose(pins, proven, "8205")).isEqualTo(new PinChoice.Same());
        assertThat(choose(pins, proven, "1234")).isEqualTo(new PinChoice.Unacceptable(PinFault.SEQUENCE));
        pins.reset(acme.token(), "9317", new Actor.Server());
        assertThat(choose(pins, proven, "6071")).isEqualTo(new PinChoice.Over());
        assertThat(choose(pins, proven, "9317")).as("no guessing without a try").isEqualTo(new PinChoice.Over());
        assertThat(choose(pins, proven + 1, "6071")).isEqualTo(new PinChoice.Chosen());
        assertThat(choose(pins, proven + 1, "5830")).isEqualTo(new PinChoice.Over());
        assertThat(acme.typed("6071" + passcode())).isInstanceOf(CodeCheck.Accepted.class);
    }

    @Test
    void isMadeByTheServerSoThatTheRuleTakesIt() {
        for (int i = 0; i < 500; i++) {
            String pin = ServerPins.random(acme.token(), acme.server.part(Randomness.class));
            assertThat(pin).hasSize(6);
            assertThat(ServerPins.fault(acme.token(), pin)).isEmpty();
        }
    }

    @Test
    void isSetByAnOperatorUntilTheNextSignIn() {
        ServerPins pins = acme.server.part(ServerPins.class);
        assertThat(pins.reset(acme.token(), "1234", new Actor.Server())).contains(PinFault.SEQUENCE);
        assertThat(pins.reset(acme.token(), "8205", new Actor.Server())).isEmpty();
        assertThat(pins.mustChange(acme.token())).isTrue();
        assertThat(acme.typed("8205" + passcode())).isInstanceOf(CodeCheck.Accepted.class);
        assertThat(choose(pins, "6071")).isEqualTo(new PinChoice.Chosen());
        assertThat(pins.mustChange(acme.token())).isFalse();
        assertThat(acme.typed("6071" + passcode())).isInstanceOf(CodeCheck.Accepted.class);
        assertThat(acme.count(AuditType.PIN_RESET)).isEqualTo(1);
    }
}
