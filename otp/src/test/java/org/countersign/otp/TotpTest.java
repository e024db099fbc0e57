package org.countersign.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("TOTP (RFC 6238)")
class TotpTest {
    static List<JsonObject> appendixB() {
        return Vectors.of("totp-rfc6238.json", "vectors");
    }

    @ParameterizedTest
    @MethodSource("appendixB")
    @DisplayName("RFC 6238 Appendix B: step and passcode of each time and hash")
    void agreesWithAppendixB(JsonObject vector) {
        TotpParameters parameters = new TotpParameters(
                Vectors.algorithm(vector),
                PasscodeFormat.decimal((int) Vectors.number(vector, "length")),
                Duration.ofSeconds(Vectors.number(vector, "period")));

        long step = parameters.stepAt(Instant.ofEpochSecond(Vectors.number(vector, "time")));

        assertThat(step).isEqualTo(Vectors.number(vector, "step"));
        assertThat(Totp.passcode(Vectors.key(vector), parameters, step).exposed())
                .isEqualTo(Vectors.text(vector, "passcode"));
    }

    @Test
    @DisplayName("RFC 6238 section 4.2: a step lasts from its start to just before the next one's")
    void dividesTimeIntoSteps() {
        TotpParameters parameters = TotpParameters.DEFAULT;

        assertThat(parameters.stepAt(Instant.EPOCH)).isZero();
        assertThat(parameters.stepAt(Instant.ofEpochSecond(29, 999_999_999))).isZero();
        assertThat(parameters.stepAt(Instant.ofEpochSecond(30))).isOne();
        assertThat(parameters.startOf(2)).isEqualTo(Instant.ofEpochSecond(60));
    }

    @Test
    void refusesTimeBefore1970AndStepsOutsideOfTime() {
        assertThatIllegalArgumentException().isThrownBy(() -> TotpParameters.DEFAULT.stepAt(Instant.ofEpochSecond(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> TotpParameters.DEFAULT.startOf(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> TotpParameters.DEFAULT.startOf(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-30S", "PT0.5S", "PT30.5S", "PT24H1S"})
    void refusesAStepThatIsNotOneSecondToOneDayInWholeSeconds(Duration step) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TotpParameters(HashAlgorithm.SHA1, PasscodeFormat.decimal(6), step))
                .withMessageContaining("1 to 86400 whole seconds");
    }
}
