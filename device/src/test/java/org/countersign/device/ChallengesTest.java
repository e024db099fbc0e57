package org.countersign.device;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.countersign.device.vectors.Reference;
import org.countersign.device.wire.ProtocolException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 6287: a challenge-response token")
class ChallengesTest {
    private final TestPhones world = new TestPhones();

    private TokenRecord enroll(String suite) throws IOException {
        String[] function = suite.split(":", -1)[1].split("-", -1);
        return world.enroll(world.phone(), "OCRA-" + function[1] + "-" + function[2] + ";PIN=NONE;SUITE=" + suite);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OCRA-1:HOTP-SHA1-6:QN08",
                "OCRA-1:HOTP-SHA256-8:QN64",
                "OCRA-1:HOTP-SHA512-9:QA10",
                "OCRA-1:HOTP-SHA256-5:QH40",
                "OCRA-1:HOTP-SHA256-6:QN04-T1M",
                "OCRA-1:HOTP-SHA256-7:QA08-T1M"
            })
    void activatesWithTheResponseToTheCode(String suite) throws IOException {
        assertThat(enroll(suite).state()).isEqualTo(TokenRecord.State.ACTIVE);
    }

    @Test
    void answersAChallengeAsItWasTyped() throws IOException {
        String serial = enroll("OCRA-1:HOTP-SHA256-6:QN08").serial();
        byte[] seed = world.server.token(serial).seed;
        // 12345678 in hexadecimal
        String response =
                Reference.ocra("OCRA-1:HOTP-SHA256-6:QN08", seed, HexFormat.of().parseHex("bc614e"));
        assertThat(world.phone().response(serial, "12345678")).isEqualTo(response);
        assertThat(world.phone().response(serial, " 1234 5678 ")).isEqualTo(response);
    }

    @Test
    void writesLettersAsCapitals() throws IOException {
        String serial = enroll("OCRA-1:HOTP-SHA256-6:QA10").serial();
        byte[] seed = world.server.token(serial).seed;
        String response = Reference.ocra("OCRA-1:HOTP-SHA256-6:QA10", seed, "K7PQ2X9V4M".getBytes(US_ASCII));
        assertThat(world.phone().response(serial, "k7pq2-x9v4m")).isEqualTo(response);
    }

    @Test
    void answersForTheTimeStepWhereItsSuiteHasOne() throws IOException {
        String serial = enroll("OCRA-1:HOTP-SHA256-6:QA08-T1M").serial();
        byte[] seed = world.server.token(serial).seed;
        long step = world.clock.instant().getEpochSecond() / 60;
        assertThat(world.phone().response(serial, "ABCDEFGH"))
                .isEqualTo(Reference.ocra("OCRA-1:HOTP-SHA256-6:QA08-T1M", seed, "ABCDEFGH".getBytes(US_ASCII), step));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567", "123456789", "1234567A", "", "\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18"})
    void saysWhatAChallengeLooksLike(String typed) throws IOException {
        String serial = enroll("OCRA-1:HOTP-SHA256-6:QN08").serial();
        refuses("challenge_malformed", () -> world.phone().response(serial, typed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OCRA-1:HOTP-SHA256-6:C-QN08",
                "OCRA-1:HOTP-SHA256-6:QN08-PSHA1",
                "OCRA-1:HOTP-SHA256-6:QN08-S064"
            })
    void isRefusedBeforeEnrollmentWithAnythingElseInItsSuite(String suite) {
        refuses("policy_unsupported", () -> enroll(suite));
    }

    @Test
    void isRefusedBeforeEnrollmentWithAPin() {
        refuses(
                "policy_unsupported",
                () -> world.enroll(
                        world.phone(), "OCRA-SHA256-6;PIN=TOKEN:4-8:DIGITS;TRIES=5;SUITE=OCRA-1:HOTP-SHA256-6:QN08"));
    }

    @Test
    void takesNoPasscodeForAResponse() throws IOException {
        String serial = enroll("OCRA-1:HOTP-SHA256-6:QN08").serial();
        refuses("policy_unsupported", () -> world.phone().passcode(serial));
        TokenRecord timed = world.enroll(world.phone(), TestPhones.TOTP);
        refuses("policy_unsupported", () -> world.phone().response(timed.serial(), "12345678"));
    }

    private static void refuses(String code, ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
