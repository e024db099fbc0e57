package org.countersign.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import org.countersign.otp.OtpFormatException.Reason;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("OCRA (RFC 6287)")
class OcraTest {
    private static final OtpKey KEY = OtpKey.copyOf(new byte[20]);

    static List<JsonObject> appendixC() {
        return Vectors.of("ocra-rfc6287.json", "vectors");
    }

    static List<JsonObject> further() {
        return Vectors.of("ocra-rfc6287.json", "further");
    }

    @ParameterizedTest
    @MethodSource("appendixC")
    @DisplayName("RFC 6287 Appendix C: one-way, mutual and signature responses")
    void agreesWithAppendixC(JsonObject vector) {
        assertResponse(vector);
    }

    @ParameterizedTest
    @MethodSource("further")
    @DisplayName("RFC 6287 section 6: elements that the appendix does not use")
    void agreesWithAnotherProgramOnTheRest(JsonObject vector) {
        assertResponse(vector);
    }

    private static void assertResponse(JsonObject vector) {
        OcraSuite suite = OcraSuite.parse(Vectors.text(vector, "suite"));
        String counterpart = Vectors.textOrNull(vector, "counterpart");
        String question = Vectors.text(vector, "question");
        OcraInput.Builder input =
                counterpart == null ? OcraInput.question(question) : OcraInput.mutualQuestion(question, counterpart);
        if (vector.has("counter")) {
            input.counter(Vectors.number(vector, "counter"));
        }
        if (vector.has("pin")) {
            input.pin(Vectors.text(vector, "pin"));
        }
        if (vector.has("session")) {
            input.session(Vectors.bytes(vector, "session"));
        }
        if (vector.has("timeStep")) {
            input.timeStep(Vectors.number(vector, "timeStep"));
        }

        Passcode response = Ocra.response(Vectors.key(vector), suite, input.build());

        assertThat(response.exposed()).isEqualTo(Vectors.text(vector, "response"));
        assertThat(suite.parseResponse(Vectors.text(vector, "response"))).contains(response);
        assertThat(Ocra.matches(Vectors.key(vector), suite, input.build(), response))
                .isTrue();
        assertThat(Ocra.matches(Vectors.key(vector), suite, input.build(), new Passcode("x")))
                .isFalse();
    }

    @Test
    @DisplayName("RFC 6287 section 5.1: a PIN and its hash give the same response")
    void takesAPinOrItsHash() throws Exception {
        OcraSuite suite = OcraSuite.parse("OCRA-1:HOTP-SHA1-6:QN08-PSHA256");
        byte[] hash = MessageDigest.getInstance("SHA-256").digest("1234".getBytes(StandardCharsets.US_ASCII));

        assertThat(Ocra.response(
                        KEY, suite, OcraInput.question("1").pinHash(hash).build()))
                .isEqualTo(Ocra.response(
                        KEY, suite, OcraInput.question("1").pin("1234").build()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ocra.response(
                        KEY,
                        suite,
                        OcraInput.question("1").pinHash(new byte[20]).build()))
                .withMessageContaining("32 bytes");
    }

    @Test
    @DisplayName("RFC 6287 section 6.3: T1M of the appendix is the minute 132d0b6")
    void countsTheTimeStepsOfTheSuite() {
        OcraSuite suite = OcraSuite.parse("OCRA-1:HOTP-SHA512-8:QN08-T1M");

        assertThat(suite.timeStepAt(Instant.parse("2008-03-25T12:06:30Z"))).isEqualTo(0x132d0b6);
    }

    @ParameterizedTest
    @CsvSource({
        "QN08, ''", "QN08, 123456789", "QN08, 1234567a", "QN08, +1234567", "QN08, ' 1234567'", "QN08, ١٢٣٤٥٦٧٨",
        "QH08, 0123456G", "QH08, 0x123456", "QA08, abc-defg", "QA08, 'abc defg'", "QA08, äbcdefgh", "QA08, １２３"
    })
    void refusesAQuestionThatDoesNotFitTheSuite(String format, String question) {
        OcraSuite suite = OcraSuite.parse("OCRA-1:HOTP-SHA1-6:" + format);

        assertThatExceptionOfType(OtpFormatException.class)
                .isThrownBy(() ->
                        Ocra.response(KEY, suite, OcraInput.question(question).build()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.OCRA_QUESTION));
        assertThatExceptionOfType(OtpFormatException.class)
                .isThrownBy(() -> Ocra.response(
                        KEY,
                        suite,
                        OcraInput.mutualQuestion("1234", question + "\n").build()));
    }

    @Test
    void refusesInputThatTheSuiteLacksOrDoesNotAskFor() {
        OcraSuite plain = OcraSuite.parse("OCRA-1:HOTP-SHA1-6:QN08");
        OcraSuite full = OcraSuite.parse("OCRA-1:HOTP-SHA1-6:C-QN08-PSHA1-S004-T1M");

        for (OcraInput.Builder extra : List.of(
                OcraInput.question("1").counter(0),
                OcraInput.question("1").pin("1"),
                OcraInput.question("1").session(new byte[1]),
                OcraInput.question("1").timeStep(0))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Ocra.response(KEY, plain, extra.build()))
                    .withMessageContaining("does not ask for");
        }
        OcraInput.Builder input = OcraInput.question("1").counter(0).pin("1").session(new byte[4]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ocra.response(KEY, full, input.build()))
                .withMessage("The suite asks for a time step");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ocra.response(
                        KEY, full, input.timeStep(1).session(new byte[5]).build()))
                .withMessageContaining("at most 4 bytes");
    }
}
