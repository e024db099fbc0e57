package org.countersign.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.countersign.device.wire.ActivationString;
import org.countersign.server.audit.AuditType;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.users.UserAccount;
import org.junit.jupiter.api.Test;

/** Whoever guesses at an enrollment runs out of tries; whoever only mistypes does not. */
class EnrollmentGuessingTest {
    private final EnrollmentFixture acme = new EnrollmentFixture();
    private final UserAccount ada = acme.user();

    @Test
    void tellsAStrangerNothingAndLetsThemUseUpNothing() {
        RawPhone owner = acme.phone(ada);
        byte[] id = new byte[16];
        Set<RawPhone.Answer> answers = new HashSet<>();
        for (UUID enrollment : List.of(owner.activation.enrollment(), UUID.randomUUID())) {
            ActivationString guess = ActivationString.of(enrollment, id, id, owner.activation.expiry(), false);
            RawPhone stranger = new RawPhone(acme.server, guess.exposed());
            for (int i = 0; i < 6; i++) {
                answers.add(stranger.begin());
                answers.add(new RawPhone.Answer(
                        403, stranger.post("finish", unboundFinish(stranger)).body()));
            }
        }
        assertThat(answers).hasSize(1);
        assertThat(answers.iterator().next().code()).isEqualTo("activation_invalid");
        assertThat(acme.failures(owner)).isZero();
        assertThat(owner.begin().code()).isEqualTo("ok");
    }

    @Test
    void endsAfterFiveWrongConfirmations() {
        RawPhone phone = acme.phone(ada);
        phone.begin();
        JsonObject wrong = phone.finishBody(phone.finishText("Raw"));
        wrong.addProperty("mac", RawPhone.b64u(new byte[32]));
        for (int left = 4; left > 0; left--) {
            RawPhone.Answer answer = phone.post("finish", wrong);
            assertThat(answer.code()).isEqualTo("confirmation_failed");
            assertThat(answer.text("left")).isEqualTo(String.valueOf(left));
        }
        assertThat(phone.post("finish", wrong).code()).isEqualTo("activation_failed");
        assertThat(phone.finish().code()).isEqualTo("activation_failed");
        assertThat(phone.begin().code()).isEqualTo("activation_failed");
        assertThat(acme.state(phone)).isInstanceOf(EnrollmentState.Failed.class);
    }

    @Test
    void asksForThePasswordOfAMailedStringAndEndsAfterFiveWrongOnes() {
        RawPhone phone = acme.claimedFromTheMail(ada);
        assertThat(phone.activate(Optional.empty()).code()).isEqualTo("password_required");
        assertThat(acme.failures(phone)).isZero();
        for (int left = 4; left > 0; left--) {
            RawPhone.Answer answer = phone.activate(Optional.of("wrong horse"));
            assertThat(answer.code()).isEqualTo("password_refused");
            assertThat(answer.text("left")).isEqualTo(String.valueOf(left));
        }
        assertThat(phone.activate(Optional.of("wrong horse")).code()).isEqualTo("activation_failed");
        assertThat(phone.activate(Optional.of(EnrollmentFixture.PASSWORD)).code())
                .isEqualTo("activation_failed");
        assertThat(acme.token(ada).state()).isEqualTo(TokenState.ASSIGNED);
        assertThat(acme.audited(ada, AuditType.ENROLLMENT_REFUSED)).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void looksAtNoMoreThanFivePasswordsHoweverManyComeAtOnce() {
        RawPhone phone = acme.claimedFromTheMail(ada);
        List<String> codes = EnrollmentFixture.atOnce(IntStream.range(0, 24)
                .<Callable<String>>mapToObj(
                        i -> () -> phone.activate(Optional.of("wrong " + i)).code())
                .toList());
        assertThat(codes).filteredOn("password_refused"::equals).hasSizeLessThanOrEqualTo(4);
        assertThat(codes).isSubsetOf("password_refused", "activation_failed");
        assertThat(acme.state(phone)).isInstanceOf(EnrollmentState.Failed.class);
        assertThat(acme.audited(ada, AuditType.ENROLLMENT_REFUSED))
                .filteredOn(entry -> "PASSWORD_REFUSED".equals(entry.details().get("reason")))
                .hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void countsAWrongPasscodeAndTakesTheRightOneAfterIt() {
        RawPhone phone = acme.phone(ada);
        phone.begin();
        phone.finish();
        String right = phone.passcodeOfTheStepBefore();
        String wrong = right.equals("123456") ? "654321" : "123456";
        RawPhone.Answer refused = phone.activate(phone.activationMessage(wrong), Optional.empty());
        assertThat(refused.code()).isEqualTo("passcode_refused");
        assertThat(refused.text("left")).isEqualTo("4");
        assertThat(phone.activate(phone.activationMessage(right), Optional.empty())
                        .code())
                .isEqualTo("ok");
    }

    @Test
    void takesTheSameProofAgainAfterAPasswordWasMistyped() {
        RawPhone phone = acme.claimedFromTheMail(ada);
        String message = phone.activationMessage(phone.passcodeOfTheStepBefore());
        assertThat(phone.activate(message, Optional.of("wrong horse")).code()).isEqualTo("password_refused");
        acme.server.time().pass(Duration.ofSeconds(110));
        assertThat(phone.activate(message, Optional.of(EnrollmentFixture.PASSWORD))
                        .code())
                .isEqualTo("ok");
    }

    @Test
    void tellsADeviceWithAWrongClockWhatTimeItIs() {
        RawPhone phone = acme.phone(ada);
        phone.begin();
        phone.finish();
        String message = phone.activationMessage(phone.passcodeOfTheStepBefore());
        acme.server.time().pass(Duration.ofMinutes(5));
        RawPhone.Answer answer = phone.activate(message, Optional.empty());
        assertThat(answer.code()).isEqualTo("clock_skew");
        assertThat(answer.text("serverTime")).isNotEmpty();
    }

    @Test
    void keepsOnlySoManyBegins() {
        String link = TestPhone.offer(acme.server, ada);
        RawPhone first = new RawPhone(acme.server, link);
        first.begin();
        for (int i = 0; i < 8; i++) {
            assertThat(new RawPhone(acme.server, link).begin().code()).isEqualTo("ok");
        }
        assertThat(first.finish().code()).isEqualTo("activation_invalid");
        assertThat(first.begin().code()).isEqualTo("ok");
        assertThat(first.finish().code()).isEqualTo("ok");
    }

    private static JsonObject unboundFinish(RawPhone stranger) {
        JsonObject body = new JsonObject();
        body.addProperty("finish", RawPhone.b64u(stranger.finishText("Stranger")));
        body.addProperty("mac", RawPhone.b64u(new byte[32]));
        body.addProperty("signature", RawPhone.b64u(new byte[64]));
        return body;
    }
}
