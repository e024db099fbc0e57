package org.countersign.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import org.countersign.otp.OcraSuite.QuestionFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("OCRA suites (RFC 6287 section 6)")
class OcraSuiteTest {

    @Test
    @DisplayName("RFC 6287 section 6: every element of a full suite")
    void readsEveryElement() {
        OcraSuite suite = OcraSuite.parse("OCRA-1:HOTP-SHA512-8:C-QH40-PSHA256-S128-T48H");

        assertThat(suite.algorithm()).isEqualTo(HashAlgorithm.SHA512);
        assertThat(suite.responseDigits()).isEqualTo(8);
        assertThat(suite.usesCounter()).isTrue();
        assertThat(suite.questionFormat()).isEqualTo(QuestionFormat.HEXADECIMAL);
        assertThat(suite.questionMaxLength()).isEqualTo(40);
        assertThat(suite.pinHash()).contains(HashAlgorithm.SHA256);
        assertThat(suite.sessionLengthBytes()).hasValue(128);
        assertThat(suite.timeStep()).contains(Duration.ofDays(2));
        assertThat(suite).hasToString("OCRA-1:HOTP-SHA512-8:C-QH40-PSHA256-S128-T48H");
    }

    @Test
    void readsASuiteWithAQuestionOnly() {
        OcraSuite suite = OcraSuite.parse("OCRA-1:HOTP-SHA1-0:QA64");

        assertThat(suite.responseDigits()).isZero();
        assertThat(suite.usesCounter()).isFalse();
        assertThat(suite.pinHash()).isEmpty();
        assertThat(suite.sessionLengthBytes()).isEmpty();
        assertThat(suite.timeStep()).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> suite.timeStepAt(Instant.EPOCH));
        assertThat(suite.parseResponse("0".repeat(40))).isPresent();
        assertThat(suite.parseResponse("0".repeat(39))).isEmpty();
        assertThat(suite).isEqualTo(OcraSuite.parse("OCRA-1:HOTP-SHA1-0:QA64"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', ocra-suite-form",
        "OCRA-1, ocra-suite-form",
        "OCRA-1:HOTP-SHA1-6, ocra-suite-form",
        "OCRA-1:HOTP-SHA1-6:QN08:, ocra-suite-form",
        "OCRA-2:HOTP-SHA1-6:QN08, ocra-suite-form",
        "ocra-1:HOTP-SHA1-6:QN08, ocra-suite-form",
        "' OCRA-1:HOTP-SHA1-6:QN08', ocra-suite-form",
        "OCRA-1:HOTP-SHA1-3:QN08, ocra-suite-function",
        "OCRA-1:HOTP-SHA1-11:QN08, ocra-suite-function",
        "OCRA-1:HOTP-SHA1-06:QN08, ocra-suite-function",
        "OCRA-1:HOTP-SHA1-٦:QN08, ocra-suite-function",
        "OCRA-1:HOTP-MD5-6:QN08, ocra-suite-function",
        "OCRA-1:HOTP-SHA1:QN08, ocra-suite-function",
        "OCRA-1:HOTP-SHA1-6:, ocra-suite-input",
        "OCRA-1:HOTP-SHA1-6:C, ocra-suite-input",
        "OCRA-1:HOTP-SHA1-6:QN03, ocra-suite-input",
        "OCRA-1:HOTP-SHA1-6:QN65, ocra-suite-input",
        "OCRA-1:HOTP-SHA1-6:QN8, ocra-suite-input",
        "OCRA-1:HOTP-SHA1-6:QX08, ocra-suite-input",
        "OCRA-1:HOTP-SHA1-6:QN08-C, ocra-suite-input",
        "OCRA-1:HOTP-SHA1-6:QN08-QN08, ocra-suite-input",
        "OCRA-1:HOTP-SHA1-6:QN08-P, ocra-suite-input",
        "OCRA-1:HOTP-SHA1-6:QN08-S000, ocra-suite-input",
        "OCRA-1:HOTP-SHA1-6:QN08-S513, ocra-suite-input",
        "OCRA-1:HOTP-SHA1-6:QN08-S64, ocra-suite-input",
        "OCRA-1:HOTP-SHA1-6:QN08-T1M-S064, ocra-suite-input",
        "OCRA-1:HOTP-SHA1-6:QN08-T0M, ocra-suite-input",
        "OCRA-1:HOTP-SHA1-6:QN08-T60S, ocra-suite-input",
        "OCRA-1:HOTP-SHA1-6:QN08-T60M, ocra-suite-input",
        "OCRA-1:HOTP-SHA1-6:QN08-T49H, ocra-suite-input",
        "OCRA-1:HOTP-SHA1-6:QN08-T1D, ocra-suite-input",
        "'OCRA-1:HOTP-SHA1-6:QN08-', ocra-suite-input",
        "'OCRA-1:HOTP-SHA1-6:QN08\n', ocra-suite-input"
    })
    void refusesWhatTheGrammarDoesNotKnow(String text, String reason) {
        assertThatExceptionOfType(OtpFormatException.class)
                .isThrownBy(() -> OcraSuite.parse(text))
                .satisfies(e -> assertThat(e.reason().code()).isEqualTo(reason));
    }
}
