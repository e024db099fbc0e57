package org.countersign.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Base32 (RFC 4648)")
class Base32Test {
    static List<JsonObject> section10() {
        return Vectors.of("base32-rfc4648.json", "vectors");
    }

    static List<JsonObject> accepted() {
        return Vectors.of("base32-rfc4648.json", "accepted");
    }

    static List<JsonObject> refused() {
        return Vectors.of("base32-rfc4648.json", "refused");
    }

    @ParameterizedTest
    @MethodSource("section10")
    @DisplayName("RFC 4648 section 10: test vectors, padded and not")
    void agreesWithSection10(JsonObject vector) {
        byte[] bytes = Vectors.bytes(vector, "bytes");

        assertThat(Base32.encodePadded(bytes)).isEqualTo(Vectors.text(vector, "padded"));
        assertThat(Base32.encode(bytes)).isEqualTo(Vectors.text(vector, "unpadded"));
        assertThat(Base32.decode(Vectors.text(vector, "padded"))).isEqualTo(bytes);
        assertThat(Base32.decode(Vectors.text(vector, "unpadded"))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void forgivesLetterCaseAndAbsentPadding(JsonObject vector) {
        assertThat(Base32.decode(Vectors.text(vector, "text"))).isEqualTo(Vectors.bytes(vector, "bytes"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesEverythingElse(JsonObject vector) {
        assertThatExceptionOfType(OtpFormatException.class)
                .isThrownBy(() -> Base32.decode(Vectors.text(vector, "text")))
                .satisfies(e -> assertThat(e.reason().code()).isEqualTo(Vectors.text(vector, "reason")));
    }

    @Property
    void returnsWhatWasEncoded(@ForAll byte[] bytes) {
        assertThat(Base32.decode(Base32.encode(bytes))).isEqualTo(bytes);
        assertThat(Base32.decode(Base32.encodePadded(bytes))).isEqualTo(bytes);
        assertThat(Base32.decode(Base32.encode(bytes).toLowerCase(Locale.ROOT))).isEqualTo(bytes);
    }

    @Property
    void acceptsOneTextPerSecretApartFromCaseAndPadding(@ForAll String text) {
        byte[] decoded;
        try {
            decoded = Base32.decode(text);
        } catch (OtpFormatException e) {
            return;
        }
        assertThat(Base32.encode(decoded))
                .isEqualTo(text.toUpperCase(Locale.ROOT).replace("=", ""));
    }
}
