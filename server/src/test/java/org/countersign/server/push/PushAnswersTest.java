package org.countersign.server.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.countersign.device.wire.PushRequest;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.AuditType;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.PushRules;
import org.countersign.server.testing.TestPhones;
import org.countersign.server.testing.TestPhones.Reply;
import org.countersign.server.tokens.Tokens;
import org.junit.jupiter.api.Test;

/** An answer counts once, from the right device, about exactly what was shown, in time. */
class PushAnswersTest {
    private final PushFixture ada = new PushFixture();
    private final PushProgress started = ada.start();
    private final PushRequest request = ada.phone.request();

    private void isRefused(Reply reply, int status, String code, String reason) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.whole().headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(ada.recorded(AuditType.PUSH_ANSWER_REFUSED).details()).containsEntry("reason", reason);
    }

    private PushState state() {
        return ada.progress(started).state();
    }

    private String wrongNumber() {
        return String.valueOf(started.number()).equals("00") ? "01" : "00";
    }

    @Test
    void isTakenOnceAndRefusedWhenSentAgain() {
        String answer = ada.phone.approval(request, started.number());
        Reply taken = ada.phone.answer(answer);
        assertThat(taken.status()).isEqualTo(200);
        assertThat(taken.body().path("state").asString()).isEqualTo("APPROVED");
        assertThat(taken.body().path("request").asString()).isEqualTo(request.id());
        isRefused(ada.phone.answer(answer), 409, "request_answered", "answered before");
        ada.consume(started.id(), PushFixture.REQUESTER);
        isRefused(ada.phone.answer(answer), 409, "request_answered", "answered before");
    }

    @Test
    void isRefusedAfterADenial() {
        ada.phone.answer(ada.phone.denial(request, "cancelled"));
        isRefused(
                ada.phone.answer(ada.phone.approval(request, started.number())),
                409,
                "request_answered",
                "answered before");
        assertThat(state()).isEqualTo(PushState.DENIED);
    }

    @Test
    void isRefusedWhenItsTimeIsUp() {
        ada.server.time().pass(Duration.ofSeconds(60));
        isRefused(ada.phone.answer(ada.phone.approval(request, started.number())), 410, "request_expired", "expired");
        isRefused(ada.phone.answer(ada.phone.denial(request, "not_me")), 410, "request_expired", "expired");
        assertThat(state()).isEqualTo(PushState.EXPIRED);
    }

    @Test
    void isRefusedWhenANewerRequestTookItsPlace() {
        ada.start("browser 2");
        isRefused(
                ada.phone.answer(ada.phone.approval(request, started.number())),
                410,
                "request_superseded",
                "superseded");
    }

    @Test
    void endsTheRequestWhenTheNumberIsWrong() {
        isRefused(ada.phone.answer(ada.phone.approval(request, wrongNumber())), 403, "number_wrong", "number");
        assertThat(state()).isEqualTo(PushState.DENIED);
        assertThat(ada.progress(started).reason()).isEqualTo("number");
        isRefused(
                ada.phone.answer(ada.phone.approval(request, started.number())),
                409,
                "request_answered",
                "answered before");
    }

    @Test
    void endsTheRequestWhenTheNumberIsMissingOrNoNumber() {
        isRefused(ada.phone.answer(ada.phone.approval(request, null)), 403, "number_wrong", "number");
        assertThat(state()).isEqualTo(PushState.DENIED);
    }

    @Test
    void refusesTheNumberOfAnotherSession() {
        ada.policy(PolicySettings.DEFAULT.with(PushRules.DEFAULT.withNumberDigits(6)));
        PushProgress first = ada.start("browser 2");
        PushProgress second = ada.start("browser 3");
        isRefused(
                ada.phone.answer(ada.phone.approval(ada.phone.request(), first.number())),
                403,
                "number_wrong",
                "number");
        assertThat(ada.progress(second, "browser 3").orElseThrow().state()).isEqualTo(PushState.DENIED);
    }

    @Test
    void leavesTheRequestOpenWhenThePasscodeIsWrong() {
        isRefused(
                ada.phone.answer(ada.phone.approval(request, started.number(), "000000")),
                403,
                "passcode_refused",
                "wrong passcode");
        assertThat(state()).isEqualTo(PushState.PENDING);
        assertThat(ada.phone
                        .answer(ada.phone.approval(request, started.number()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesAPasscodeThatWasSpentBefore() {
        String passcode = ada.phone.nextPasscode();
        ada.phone.answer(ada.phone.approval(request, started.number(), passcode));
        PushProgress next = ada.start("browser 2");
        isRefused(
                ada.phone.answer(ada.phone.approval(ada.phone.request(), next.number(), passcode)),
                403,
                "passcode_refused",
                "passcode spent before");
    }

    @Test
    void pausesTheTokenAfterTooManyWrongPasscodes() {
        for (int i = 0; i < PolicySettings.DEFAULT.locks().threshold(); i++) {
            ada.phone.answer(ada.phone.approval(request, started.number(), "000000"));
        }
        isRefused(
                ada.phone.answer(ada.phone.approval(request, started.number())),
                403,
                "passcode_refused",
                "token paused");
    }

    @Test
    void isNotTakenFromAnotherUsersDevice() {
        TestPhones mallory = TestPhones.of(ada.server, ada.server.newUser(ada.organisation, "mallory"));
        isRefused(
                mallory.answer(mallory.approval(request, started.number())),
                404,
                "request_unknown",
                "no such request of this token");
        assertThat(state()).isEqualTo(PushState.PENDING);
    }

    @Test
    void isNotTakenFromAnotherVirtualServersDevice() {
        PushFixture elsewhere = new PushFixture();
        Reply reply = elsewhere.phone.answer(elsewhere.phone.approval(request, started.number()));
        assertThat(reply.code()).isEqualTo("request_unknown");
        assertThat(state()).isEqualTo(PushState.PENDING);
    }

    @Test
    void isNotTakenWhenItIsAboutOtherWords() {
        PushRequest altered = new PushRequest(
                request.id(),
                request.origin(),
                request.serial(),
                "A".repeat(43),
                request.nonce(),
                request.issuedAt(),
                request.expiry(),
                request.context(),
                request.numberLength(),
                request.verificationNeeded());
        isRefused(
                ada.phone.answer(ada.phone.approval(altered, started.number())),
                400,
                "message_malformed",
                "not about the request as sent");
    }

    @Test
    void isNotTakenFromATokenOutOfUse() {
        ada.server
                .part(Tokens.class)
                .revoke(ada.organisation.id(), ada.phone.token().id(), new Actor.Server());
        isRefused(
                ada.phone.answer(ada.phone.approval(request, started.number())),
                403,
                "token_inactive",
                "token REVOKED");
    }

    @Test
    void isNotTakenFromADeviceWhoseClockIsFarOff() {
        String late = ada.phone
                .messages()
                .denial(ada.phone.stamp(ada.server.time().instant().minusSeconds(300)), request, "cancelled");
        Reply reply = ada.phone.answer(late);
        isRefused(reply, 400, "clock_skew", "clock skew");
        assertThat(reply.body().path("serverTime").asLong())
                .isCloseTo(ada.server.time().instant().getEpochSecond(), offset(5L));
    }

    @Test
    void isNotTakenWithAnyCharacterChanged() {
        String answer = ada.phone.approval(request, started.number());
        PushAnswers answers = ada.server.part(PushAnswers.class);
        for (int i = 0; i < answer.length(); i++) {
            char other = answer.charAt(i) == 'A' ? 'B' : 'A';
            String flipped = answer.substring(0, i) + other + answer.substring(i + 1);
            assertThat(answers.answer(flipped, null, "203.0.113.9"))
                    .as("character %d", i)
                    .isNotInstanceOf(PushAnswerOutcome.Taken.class);
        }
        assertThat(state()).isEqualTo(PushState.PENDING);
        assertThat(answers.answer(answer, null, "203.0.113.9")).isInstanceOf(PushAnswerOutcome.Taken.class);
    }

    @Test
    void isTakenOnceWhenTheSameAnswerComes64TimesAtOnce() {
        String answer = ada.phone.approval(request, started.number());
        List<Reply> replies =
                atOnce(IntStream.range(0, 64).mapToObj(i -> answer).toList());
        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> reply.status() != 200)
                .allMatch(reply -> reply.code().equals("request_answered"));
        PushProgress next = ada.start("browser 2");
        assertThat(ada.phone
                        .answer(ada.phone.approval(ada.phone.request(), next.number()))
                        .status())
                .as("no failure was charged")
                .isEqualTo(200);
    }

    @Test
    void isEitherApprovedOrDeniedWhen64AnswersComeAtOnce() {
        List<String> answers = IntStream.range(0, 64)
                .mapToObj(i -> i % 2 == 0
                        ? ada.phone.approval(request, started.number())
                        : ada.phone.denial(request, "cancelled"))
                .toList();
        List<Reply> taken =
                atOnce(answers).stream().filter(reply -> reply.status() == 200).toList();
        assertThat(taken).hasSize(1);
        assertThat(state().name())
                .isEqualTo(taken.getFirst().body().path("state").asString());
        assertThat(ada.count(AuditType.PUSH_APPROVED) + ada.count(AuditType.PUSH_DENIED))
                .isEqualTo(1);
    }

    private List<Reply> atOnce(List<String> answers) {
        return answers.stream()
                .map(answer ->
                        CompletableFuture.supplyAsync(() -> ada.phone.answer(answer), Thread::startVirtualThread))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }
}
