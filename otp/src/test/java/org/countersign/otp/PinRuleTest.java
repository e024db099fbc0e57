package org.countersign.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PinRuleTest {
    static List<JsonObject> pins() {
        return Vectors.of("pins.json", "pins");
    }

    @ParameterizedTest
    @MethodSource("pins")
    void judgesAPinAsItsPageSays(JsonObject known) {
        PinRule rule = new PinRule(
                (int) Vectors.number(known, "minimum"),
                (int) Vectors.number(known, "maximum"),
                Vectors.text(known, "characters").equals("ALNUM"));
        assertThat(rule.fault(Vectors.text(known, "pin"))
                        .map(PinFault::wireName)
                        .orElse(null))
                .isEqualTo(Vectors.textOrNull(known, "fault"));
    }

    @Test
    void refusesLengthsOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PinRule(3, 8, false));
        assertThatIllegalArgumentException().isThrownBy(() -> new PinRule(6, 5, false));
        assertThatIllegalArgumentException().isThrownBy(() -> new PinRule(4, 33, false));
    }
}
