package org.countersign.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.countersign.device.vectors.Reference;
import org.countersign.device.wire.ActivationString;
import org.countersign.device.wire.ProtocolException;
import org.junit.jupiter.api.Test;

class EnrollmentTest {
    private final TestPhones world = new TestPhones();

    @Test
    void bothSidesDeriveTheSameSeedAndCode() throws IOException {
        Enrollment enrollment = world.phone().enroll(activation(TestPhones.TOTP), Optional.empty());
        assertThat(enrollment.offer().organisation()).isEqualTo("Acme");
        assertThat(enrollment.offer().tokenName()).isEqualTo("Acme alice");
        enrollment.finish("Work \u2713", Optional.empty(), true);
        TokenRecord token = enrollment.activate(Optional.empty());
        StandInToken server = world.server.token(token.serial());
        long code = Integer.toUnsignedLong(ByteBuffer.wrap(server.code).getInt()) % 1_000_000;
        assertThat(enrollment.code()).isEqualTo(String.format(Locale.ROOT, "%06d", code));
        assertThat(token.state()).isEqualTo(TokenRecord.State.ACTIVE);
        assertThat(token.name()).isEqualTo("Work \u2713");
        long step = world.clock.instant().getEpochSecond() / 30;
        assertThat(server.spentNumbers()).containsExactly(step - 1);
        assertThat(world.phone().passcode(token.serial()).exposed())
                .isEqualTo(Reference.hotp("SHA256", server.seed, step, 6));
    }

    @Test
    void anEventBasedTokenActivatesWithCounterZeroAndGoesOnWithOne() throws IOException {
        TokenRecord token = world.enroll(world.phone(), TestPhones.HOTP);
        StandInToken server = world.server.token(token.serial());
        assertThat(server.spentNumbers()).containsExactly(0L);
        assertThat(world.phone().passcode(token.serial()).exposed())
                .isEqualTo(Reference.hotp("SHA1", server.seed, 1, 8));
        assertThat(world.phone().passcode(token.serial()).exposed())
                .isEqualTo(Reference.hotp("SHA1", server.seed, 2, 8));
    }

    @Test
    void asksForThePasswordWhereTheOfferDoes() throws IOException {
        Enrollment enrollment =
                world.phone().enroll(world.server.newActivation(TestPhones.TOTP, "correct horse"), Optional.empty());
        assertThat(enrollment.isPasswordAsked()).isTrue();
        enrollment.finish("n", Optional.empty(), true);
        refuses("password_required", () -> enrollment.activate(Optional.empty()));
        refuses("password_refused", () -> enrollment.activate(Optional.of("wrong")));
        assertThat(enrollment.activate(Optional.of("correct horse")).state()).isEqualTo(TokenRecord.State.ACTIVE);
    }

    @Test
    void aLostReplyAtAnyStepBreaksNothing() throws IOException {
        String link = activation(TestPhones.HOTP);
        Phone phone = world.phone();
        world.transport.loseReplies(1);
        assertThatThrownBy(() -> phone.enroll(link, Optional.empty())).isInstanceOf(IOException.class);
        Enrollment enrollment = phone.enroll(link, Optional.empty());
        world.transport.loseReplies(1);
        assertThatThrownBy(() -> enrollment.finish("n", Optional.empty(), true)).isInstanceOf(IOException.class);
        enrollment.finish("n", Optional.empty(), true);
        world.transport.loseReplies(1);
        assertThatThrownBy(() -> enrollment.activate(Optional.empty())).isInstanceOf(IOException.class);
        assertThat(enrollment.activate(Optional.empty()).state()).isEqualTo(TokenRecord.State.ACTIVE);
        assertThat(phone.tokens()).hasSize(1);
    }

    @Test
    void aCrashAtAnyStepBreaksNothing() throws IOException {
        String link = activation(TestPhones.TOTP);
        world.phone().enroll(link, Optional.empty());
        world.transport.loseReplies(1);
        Enrollment second = world.phone().enroll(link, Optional.empty());
        assertThatThrownBy(() -> second.finish("n", Optional.empty(), true)).isInstanceOf(IOException.class);
        world.phone().enroll(link, Optional.empty()).finish("n", Optional.empty(), true);
        Enrollment third = world.phone().enroll(link, Optional.empty());
        assertThat(third.isClaimed()).isTrue();
        assertThat(third.code()).isEqualTo(second.code());
        world.transport.loseReplies(1);
        assertThatThrownBy(() -> third.activate(Optional.empty())).isInstanceOf(IOException.class);
        TokenRecord token = world.phone().enroll(link, Optional.empty()).activate(Optional.empty());
        assertThat(token.state()).isEqualTo(TokenRecord.State.ACTIVE);
        assertThat(world.phone().tokens()).containsExactly(token);
    }

    @Test
    void learnsLongAfterwardsThatItsActivationWasTaken() throws IOException {
        String link = activation(TestPhones.TOTP);
        Enrollment enrollment = world.phone().enroll(link, Optional.empty());
        enrollment.finish("n", Optional.empty(), true);
        world.transport.loseReplies(1);
        assertThatThrownBy(() -> enrollment.activate(Optional.empty())).isInstanceOf(IOException.class);
        world.clock.advance(Duration.ofHours(2));
        TokenRecord token = world.phone().enroll(link, Optional.empty()).activate(Optional.empty());
        assertThat(token.state()).isEqualTo(TokenRecord.State.ACTIVE);
    }

    @Test
    void forgetsATokenWhoseActivationFailedForGood() throws IOException {
        String link = world.server.newActivation(TestPhones.TOTP, "right");
        Enrollment enrollment = world.phone().enroll(link, Optional.empty());
        enrollment.finish("n", Optional.empty(), true);
        for (int i = 0; i < 5; i++) {
            refuses("password_refused", () -> enrollment.activate(Optional.of("wrong")));
        }
        assertThat(world.phone().tokens()).hasSize(1);
        refuses("activation_failed", () -> enrollment.activate(Optional.of("right")));
        assertThat(world.records.<Integer>change(all -> all.size())).isZero();
    }

    @Test
    void ofTwoDevicesOnlyTheFirstBinds() throws IOException {
        String link = activation(TestPhones.TOTP);
        MemoryRecordStore otherRecords = new MemoryRecordStore();
        Enrollment first = world.phone().enroll(link, Optional.empty());
        Enrollment second = world.phone(otherRecords).enroll(link, Optional.empty());
        first.finish("n", Optional.empty(), true);
        refuses("activation_used", () -> second.finish("n", Optional.empty(), true));
        first.activate(Optional.empty());
        assertThat(otherRecords.<Integer>change(all -> all.size())).isZero();
    }

    @Test
    void refusesAnExpiredString() {
        String link = activation(TestPhones.TOTP);
        world.clock.advance(Duration.ofMinutes(10));
        refuses("activation_expired", () -> world.phone().enroll(link, Optional.empty()));
        assertThat(world.transport.calls).isEmpty();
    }

    @Test
    void refusesABareStringWithoutAServerAndALinkToAnother() {
        String link = activation(TestPhones.TOTP);
        String bare = ActivationString.parse(link).exposed();
        refuses("activation_malformed", () -> world.phone().enroll(bare, Optional.empty()));
        refuses("activation_other_server", () -> world.phone().enroll(link, Optional.of("https://app.example.com")));
    }

    @Test
    void claimsATokenWithAPinOnlyWithOneThatItsRuleTakes() throws IOException {
        String link = activation("TOTP-SHA256-6-30;PIN=TOKEN:4-8:DIGITS;TRIES=5;PUSH=1");
        Enrollment enrollment = world.phone().enroll(link, Optional.empty());
        refuses("pin_required", () -> enrollment.finish("n", Optional.empty(), true));
        refuses("pin_unacceptable", () -> enrollment.choosePin(Pin.typed("1234")));
        refuses("pin_unacceptable", () -> enrollment.choosePin(Pin.typed("729")));
        assertThat(world.phone().tokens()).isEmpty();
        enrollment.choosePin(Pin.typed("7294"));
        enrollment.finish("n", Optional.empty(), true);
        TokenRecord token = enrollment.activate(Optional.empty());
        refuses("pin_required", () -> world.phone().passcode(token.serial()));
        long step = world.clock.instant().getEpochSecond() / 30;
        byte[] seed = world.server.token(token.serial()).seed;
        assertThat(world.phone()
                        .with(Pin.typed("7294"))
                        .passcode(token.serial())
                        .exposed())
                .isEqualTo(Reference.hotp("SHA256", seed, step, 6));
        assertThat(world.phone()
                        .with(Pin.typed("7295"))
                        .passcode(token.serial())
                        .exposed())
                .hasSize(6)
                .isNotEqualTo(Reference.hotp("SHA256", seed, step, 6));
    }

    @Test
    void everyChangedCharacterOfTheOfferEndsTheEnrollment() throws IOException {
        String link = activation(TestPhones.TOTP);
        world.transport.tamper = body -> body.replace("\"offer\":\"", "\"offer\":\"e30.");
        refuses("server_not_genuine", () -> world.phone().enroll(link, Optional.empty()));
        assertThat(world.records.<Integer>change(all -> all.size())).isZero();
        world.transport.tamper = body -> body;
        String offer = world.phone().enroll(link, Optional.empty()).offer().jws();
        ActivationString activation = ActivationString.parse(link);
        IntStream.range(0, offer.length()).parallel().forEach(i -> {
            String changed = Reference.flipped(offer, i);
            refuses(
                    "server_not_genuine",
                    () -> org.countersign.device.wire.EnrollmentOffer.verified(changed, activation));
        });
    }

    @Test
    void everyChangedCharacterOfTheFinishAnswerIsRefused() throws IOException {
        String link = activation(TestPhones.TOTP);
        String[] answer = new String[1];
        world.transport.tamper = body -> {
            answer[0] = body;
            return body;
        };
        world.phone().enroll(link, Optional.empty()).finish("n", Optional.empty(), true);
        String body = answer[0];
        for (int i = body.indexOf("CS"); i < body.length() - 2; i += 7) {
            int index = i;
            MemoryRecordStore fresh = new MemoryRecordStore();
            TestPhones other = new TestPhones();
            other.transport.tamper = text -> text.startsWith("{\"serial\"") ? Reference.flipped(text, index) : text;
            Enrollment enrollment =
                    other.phone(fresh).enroll(other.server.newActivation(TestPhones.TOTP, null), Optional.empty());
            assertThatThrownBy(() -> enrollment.finish("n", Optional.empty(), true))
                    .isInstanceOf(ProtocolException.class);
            assertThat(other.phone(fresh).tokens()).isEmpty();
        }
    }

    @Test
    void leavesNoSecretInTheRecords() throws IOException {
        String link = activation(TestPhones.TOTP);
        ActivationString activation = ActivationString.parse(link);
        Enrollment enrollment = world.phone().enroll(link, Optional.empty());
        String whileOpen = everythingStored();
        enrollment.finish("n", Optional.empty(), true);
        TokenRecord token = enrollment.activate(Optional.empty());
        String after = everythingStored();
        byte[] seed = world.server.token(token.serial()).seed;
        for (String text : new String[] {whileOpen, after, token.toString()}) {
            assertThat(text)
                    .doesNotContain(Reference.b64u(seed))
                    .doesNotContain(Reference.hex(seed))
                    .doesNotContain(Reference.b64u(activation.exposedSecret()))
                    .doesNotContain(activation.exposed().substring(30, 60));
        }
        assertThat(world.records.<Boolean>change(all -> all.keySet().stream().anyMatch(n -> n.startsWith("pending/"))))
                .isFalse();
    }

    private String everythingStored() {
        return world.records.<String>change(all -> String.join("\n", all.values()));
    }

    private String activation(String policy) {
        return world.server.newActivation(policy, null);
    }

    private static void refuses(String code, ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
