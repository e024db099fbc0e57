package org.countersign.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtpAuthUriTest {
    private static final OtpKey KEY = OtpKey.copyOf(new byte[20]);

    static List<JsonObject> vectors() {
        return Vectors.of("otpauth.json", "vectors");
    }

    static List<JsonObject> refused() {
        return Vectors.of("otpauth.json", "refused");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void readsAndWritesLinks(JsonObject vector) {
        OtpAuthUri uri = OtpAuthUri.parse(Vectors.text(vector, "uri"));

        assertThat(uri.issuer().orElse(null)).isEqualTo(Vectors.textOrNull(vector, "issuer"));
        assertThat(uri.account()).isEqualTo(Vectors.text(vector, "account"));
        assertThat(uri.key()).isEqualTo(Vectors.key(vector));
        PasscodeFormat format = PasscodeFormat.decimal((int) Vectors.number(vector, "digits"));
        assertThat(uri.parameters())
                .isEqualTo(
                        Vectors.text(vector, "type").equals("totp")
                                ? new TotpParameters(
                                        Vectors.algorithm(vector),
                                        format,
                                        Duration.ofSeconds(Vectors.number(vector, "period")))
                                : new HotpParameters(Vectors.algorithm(vector), format));
        assertThat(uri.counter()).isEqualTo(vector.has("counter") ? Vectors.number(vector, "counter") : 0);
        assertThat(uri.exposedUri()).isEqualTo(Vectors.text(vector, "written"));
        assertThat(uri.toString()).doesNotContain(KEY.exposedBase32()).contains(uri.account());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWithAStableReasonAndWithoutTellingTheSecret(JsonObject vector) {
        assertThatExceptionOfType(OtpFormatException.class)
                .isThrownBy(() -> OtpAuthUri.parse(Vectors.text(vector, "uri")))
                .satisfies(e -> {
                    assertThat(e.reason().code()).isEqualTo(Vectors.text(vector, "reason"));
                    assertThat(e).hasMessageNotContaining("GEZDGNBV").hasNoCause();
                });
    }

    @Property
    void readsBackWhatItWrote(
            @ForAll @StringLength(max = 40) String issuer,
            @ForAll @StringLength(min = 1, max = 40) String account,
            @ForAll @Size(min = 10, max = 64) byte[] secret,
            @ForAll HashAlgorithm algorithm,
            @ForAll @IntRange(min = 5, max = 9) int digits,
            @ForAll @LongRange(max = (1L << 53) - 1) long counter) {
        Assume.that(OtpAuthUriWriter.isName(account) && (issuer.isEmpty() || OtpAuthUriWriter.isName(issuer)));
        OtpAuthUri written = OtpAuthUri.hotp(
                Optional.of(issuer).filter(name -> !name.isEmpty()),
                account,
                OtpKey.copyOf(secret),
                new HotpParameters(algorithm, PasscodeFormat.decimal(digits)),
                counter);

        OtpAuthUri read = OtpAuthUri.parse(written.exposedUri());

        assertThat(read.issuer()).isEqualTo(written.issuer());
        assertThat(read.account()).isEqualTo(account);
        assertThat(read.key()).isEqualTo(written.key());
        assertThat(read.parameters()).isEqualTo(written.parameters());
        assertThat(read.counter()).isEqualTo(counter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a:b", " a", "a\nb", "a\u202eb", "a\ud800", "\u200b", "a\u0000"})
    void refusesToWriteNamesThatMislead(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OtpAuthUri.totp(Optional.empty(), name, KEY, TotpParameters.DEFAULT))
                .withMessageContaining("account");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OtpAuthUri.totp(Optional.of(name), "alice", KEY, TotpParameters.DEFAULT))
                .withMessageContaining("issuer");
    }

    @Test
    void refusesToWriteWhatTheFormatCannotSay() {
        HotpParameters base32 = new HotpParameters(HashAlgorithm.SHA1, new PasscodeFormat(PasscodeAlphabet.BASE32, 8));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> OtpAuthUri.hotp(Optional.empty(), "alice", KEY, base32, 0))
                .withMessageContaining("BASE32");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OtpAuthUri.hotp(Optional.empty(), "alice", KEY, HotpParameters.DEFAULT, -1))
                .withMessageContaining("counter");
    }
}
