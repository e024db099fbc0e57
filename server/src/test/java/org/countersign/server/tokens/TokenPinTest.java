package org.countersign.server.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.countersign.device.AnswerOutcome;
import org.countersign.device.Pin;
import org.countersign.device.wire.PushRequest;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.PushRequestId;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.policy.PinKind;
import org.countersign.server.push.PushOrder;
import org.countersign.server.push.PushRequests;
import org.countersign.server.testing.HttpTransport;
import org.countersign.server.testing.RunningServer;
import org.junit.jupiter.api.Test;

/** Tries of a token PIN: docs/formats/pin.md. */
class TokenPinTest {
    private final PinFixture acme = new PinFixture(RunningServer.get(), PinKind.TOKEN);

    @Test
    void tellsRightFromWrongAndSaysHowManyTriesAreLeft() throws IOException {
        assertThat(acme.check(PinFixture.RIGHT)).isEqualTo("right");
        assertThat(acme.check(PinFixture.WRONG)).isEqualTo("pin_wrong 4");
        assertThat(acme.check(PinFixture.WRONG)).isEqualTo("pin_wrong 3");
        assertThat(acme.check(PinFixture.RIGHT)).isEqualTo("right");
        assertThat(acme.check(PinFixture.WRONG)).isEqualTo("pin_wrong 4");
        assertThat(acme.count(AuditType.PIN_REFUSED)).isEqualTo(3);
    }

    @Test
    void locksTheTokenForGoodAtTheLastTry() throws IOException {
        for (int left = 4; left > 0; left--) {
            assertThat(acme.check(PinFixture.WRONG)).isEqualTo("pin_wrong " + left);
        }
        assertThat(acme.check(PinFixture.WRONG)).isEqualTo("token_locked");
        assertThat(acme.check(PinFixture.RIGHT)).isEqualTo("token_locked");
        assertThat(acme.token().state()).isEqualTo(TokenState.LOCKED);
        assertThat(acme.typed(acme.passcode(PinFixture.RIGHT))).isInstanceOf(CodeCheck.NoToken.class);
        assertThat(acme.server
                        .part(Tokens.class)
                        .unlock(acme.acme.id(), acme.token().id(), new Actor.Server()))
                .isFalse();
        assertThat(acme.count(AuditType.TOKEN_LOCKED)).isEqualTo(1);
    }

    @Test
    void opensToPasscodesOfTheTokenUnderTheRightPinOnly() {
        assertThat(acme.typed(acme.passcode(PinFixture.WRONG))).isInstanceOf(CodeCheck.Wrong.class);
        assertThat(acme.typed(acme.passcode(PinFixture.RIGHT))).isInstanceOf(CodeCheck.Accepted.class);
    }

    @Test
    void looksAtExactlyAsManyTriesAtOnceAsThePolicyAllows() throws Exception {
        assertThat(evaluatedAtOnce(acme, 24)).isEqualTo(5);
        assertThat(acme.count(AuditType.TOKEN_LOCKED)).isEqualTo(1);
        assertThat(acme.check(PinFixture.RIGHT)).isEqualTo("token_locked");
    }

    @Test
    void noticesAStoreThatLooksBeforeItCounts() throws Exception {
        try (RunningServer careless = RunningServer.planted(CarelessPinStore.Planted.class)) {
            int evaluated = 5;
            for (int round = 0; round < 20 && evaluated == 5; round++) {
                evaluated = evaluatedAtOnce(new PinFixture(careless, PinKind.TOKEN), 24);
            }
            assertThat(evaluated).isNotEqualTo(5);
        }
    }

    /** Returns how many of so many wrong PINs at once were looked at. */
    private static int evaluatedAtOnce(PinFixture fixture, int tries) throws Exception {
        Callable<String> tryOne = () -> fixture.check(PinFixture.WRONG);
        try (ExecutorService threads = Executors.newFixedThreadPool(tries)) {
            List<Future<String>> answers = threads.invokeAll(Collections.nCopies(tries, tryOne));
            for (Future<String> answer : answers) {
                assertThat(answer.get()).matches("pin_wrong [1-4]|token_locked");
            }
        }
        return fixture.count(AuditType.PIN_REFUSED);
    }

    @Test
    void neverCountsWhatStrangersTypeOnALoginPage() throws IOException {
        for (int i = 0; i < 30; i++) {
            acme.typed("00000" + i % 10);
        }
        assertThat(acme.token().pin().tries()).isZero();
        assertThat(acme.token().state()).isEqualTo(TokenState.ACTIVE);
        assertThat(acme.check(PinFixture.WRONG)).isEqualTo("pin_wrong 4");
    }

    @Test
    void countsAWrongPinInAPushAnswerAndLeavesTheRequestOpen() throws IOException {
        PushRequest request = asked();
        assertThat(approve(request, PinFixture.WRONG)).isEqualTo("pin_wrong 4");
        acme.server.time().pass(Duration.ofSeconds(30));
        assertThat(approve(request, PinFixture.RIGHT)).isEqualTo("APPROVED");
        assertThat(acme.token().pin().tries()).isZero();
    }

    @Test
    void locksAtTheLastTryInAPushAnswer() throws IOException {
        PushRequest request = asked();
        for (int i = 0; i < 4; i++) {
            acme.check(PinFixture.WRONG);
        }
        assertThat(approve(request, PinFixture.WRONG)).isEqualTo("token_locked");
        assertThat(acme.token().state()).isEqualTo(TokenState.LOCKED);
        assertThat(approve(request, PinFixture.RIGHT)).isEqualTo("token_inactive");
    }

    @Test
    void takesASignedCheckOnce() throws IOException {
        assertThat(acme.check(PinFixture.RIGHT)).isEqualTo("right");
        String recorded = acme.wire.last();
        acme.check(PinFixture.WRONG);
        assertThat(again(recorded)).contains("message_malformed");
        assertThat(acme.token().pin().tries()).isEqualTo(1);
    }

    @Test
    void refusesACheckThatIsTooOld() throws IOException {
        acme.check(PinFixture.RIGHT);
        String recorded = acme.wire.last();
        acme.server.time().pass(Duration.ofMinutes(5));
        assertThat(again(recorded)).contains("clock_skew");
        assertThat(acme.token().pin().tries()).isZero();
    }

    @Test
    void changesThePinAfterTheServerHasConfirmedTheCurrentOne() throws IOException {
        Pin next = Pin.typed("5830");
        assertThat(acme.change(PinFixture.WRONG, next)).isEqualTo("pin_wrong 4");
        assertThat(acme.check(PinFixture.RIGHT)).isEqualTo("right");
        assertThat(acme.change(PinFixture.RIGHT, next)).isEqualTo("changed");
        assertThat(acme.check(PinFixture.RIGHT)).isEqualTo("pin_wrong 4");
        assertThat(acme.typed(acme.passcode(next))).isInstanceOf(CodeCheck.Accepted.class);
    }

    private String again(String body) throws IOException {
        return new HttpTransport()
                .post(URI.create(acme.server.app() + "/device/v1/pin/check"), body)
                .body();
    }

    private PushRequest asked() throws IOException {
        acme.server
                .part(PushRequests.class)
                .start(new PushOrder(
                        acme.acme.id(),
                        acme.ada.id(),
                        "Acme Wiki",
                        "oidc",
                        "browser 1",
                        new Visitor("203.0.113.7", "Firefox", "Linux")));
        return acme.phone.check(acme.phone.origins().getFirst()).requests().getFirst();
    }

    private String approve(PushRequest request, Pin pin) throws IOException {
        String number = acme.server
                .part(PushRequests.class)
                .progress(acme.acme.id(), new PushRequestId(UUID.fromString(request.id())), "browser 1")
                .map(progress -> String.valueOf(progress.number()))
                .orElseThrow();
        AnswerOutcome outcome = acme.phone.with(pin).approve(request, Optional.of(number), false);
        return switch (outcome) {
            case AnswerOutcome.Taken taken -> taken.state();
            case AnswerOutcome.Refused refused -> PinFixture.words(refused.refusal());
            case AnswerOutcome.MustWait wait -> "must wait";
        };
    }
}
