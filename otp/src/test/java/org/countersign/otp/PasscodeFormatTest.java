package org.countersign.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Passcode formats (docs/formats/passcode-alphabets.md)")
class PasscodeFormatTest {
    static List<JsonObject> vectors() {
        return Vectors.of("passcode-alphabets.json", "vectors");
    }

    static List<JsonObject> parsing() {
        return Vectors.of("passcode-alphabets.json", "parsing");
    }

    private static PasscodeFormat format(JsonObject vector) {
        return new PasscodeFormat(Vectors.alphabet(vector), (int) Vectors.number(vector, "length"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void derivesTheDocumentedCharacters(JsonObject vector) {
        HotpParameters parameters = new HotpParameters(Vectors.algorithm(vector), format(vector));

        Passcode passcode = Hotp.passcode(Vectors.key(vector), parameters, Vectors.number(vector, "movingFactor"));

        assertThat(passcode.exposed()).isEqualTo(Vectors.text(vector, "passcode"));
        assertThat(format(vector).derive(Vectors.bytes(vector, "hmac"))).isEqualTo(passcode);
    }

    @ParameterizedTest
    @MethodSource("parsing")
    void readsExactlyItsCharactersOrRefuses(JsonObject vector) {
        assertThat(format(vector)
                        .parse(Vectors.text(vector, "typed"))
                        .map(Passcode::exposed)
                        .orElse(null))
                .isEqualTo(Vectors.textOrNull(vector, "passcode"));
    }

    @Test
    void refusesNull() {
        assertThat(PasscodeFormat.decimal(6).parse(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"DECIMAL, 9", "HEXADECIMAL, 8", "BASE32, 8", "BASE64, 8"})
    void hasLengthsFromFiveToTheAlphabetsMost(PasscodeAlphabet alphabet, int max) {
        assertThat(new PasscodeFormat(alphabet, 5).length()).isEqualTo(5);
        assertThat(new PasscodeFormat(alphabet, max).length()).isEqualTo(max);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PasscodeFormat(alphabet, 4))
                .withMessageContaining("5 to " + max);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PasscodeFormat(alphabet, max + 1))
                .withMessageContaining("5 to " + max);
    }

    @Property
    void readsEveryPasscodeItDerivesAndNothingLonger(
            @ForAll PasscodeAlphabet alphabet,
            @ForAll @IntRange(min = 5, max = 8) int length,
            @ForAll @Size(20) byte[] hmac,
            @ForAll char more) {
        PasscodeFormat format = new PasscodeFormat(alphabet, length);
        Passcode passcode = format.derive(hmac);
        String text = passcode.exposed();

        assertThat(text.chars()).allMatch(c -> alphabet.characters().indexOf(c) >= 0);
        assertThat(format.parse(text)).contains(passcode);
        assertThat(format.parse(text + more)).isEmpty();
        assertThat(format.parse(more + text)).isEmpty();
        assertThat(format.parse(text.substring(1))).isEmpty();
    }

    @Property
    void acceptsOnlyCanonicalSpellingsApartFromCase(
            @ForAll PasscodeAlphabet alphabet, @ForAll @Size(6) char[] characters) {
        String typed = new String(characters);

        new PasscodeFormat(alphabet, 6)
                .parse(typed)
                .ifPresent(passcode -> assertThat(passcode.exposed())
                        .isEqualTo(alphabet == PasscodeAlphabet.BASE64 ? typed : typed.toUpperCase(Locale.ROOT)));
    }

    @Test
    void tellsNoCharactersInItsText() {
        Passcode passcode = PasscodeFormat.decimal(6).parse("755224").orElseThrow();

        assertThat(passcode).hasToString("Passcode(6 characters)");
        assertThat(passcode).isEqualTo(new Passcode("755224")).hasSameHashCodeAs(new Passcode("755224"));
        assertThat(passcode).isNotEqualTo(new Passcode("755225")).isNotEqualTo(new Passcode("75522"));
    }
}
