package org.countersign.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtpKeyTest {
    private static byte[] secret() {
        return "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void copiesItsBytesInAndOut() {
        byte[] given = secret();
        OtpKey key = OtpKey.copyOf(given);
        given[0] = 0;

        byte[] taken = key.exposedBytes();
        taken[1] = 0;

        assertThat(key.exposedBytes()).isEqualTo(secret());
        assertThat(key.lengthBytes()).isEqualTo(20);
    }

    @Test
    void tellsNothingOfTheSecretInItsTextOrHash() {
        OtpKey key = OtpKey.copyOf(secret());

        assertThat(key).hasToString("OtpKey(20 bytes)");
        assertThat(key).hasSameHashCodeAs(OtpKey.copyOf(new byte[20]));
    }

    @Test
    void equalsAKeyWithTheSameBytes() {
        assertThat(OtpKey.copyOf(secret()))
                .isEqualTo(OtpKey.ofBase32("gezdgnbvgy3tqojqgezdgnbvgy3tqojq"))
                .isNotEqualTo(OtpKey.copyOf(new byte[20]))
                .isNotEqualTo(OtpKey.copyOf(new byte[21]))
                .isNotEqualTo("12345678901234567890");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 129})
    void refusesKeysTooShortOrTooLong(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OtpKey.copyOf(new byte[length]))
                .withMessageContaining("10 to 128 bytes");
    }

    @Test
    void isOfNoUseOnceDestroyed() {
        OtpKey key = OtpKey.copyOf(secret());
        try (key) {
            assertThat(key.exposedBase32()).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        }
        key.destroy();

        assertThat(key.isDestroyed()).isTrue();
        assertThatIllegalStateException().isThrownBy(key::exposedBytes);
        assertThatIllegalStateException().isThrownBy(key::exposedBase32);
        assertThatIllegalStateException().isThrownBy(() -> Hotp.passcode(key, HotpParameters.DEFAULT, 0));
        // A destroyed key is all zeros inside; it must not pass for a key that is.
        assertThat(key).isNotEqualTo(OtpKey.copyOf(new byte[20]));
    }
}
