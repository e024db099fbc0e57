package org.countersign.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("HOTP (RFC 4226)")
class HotpTest {
    static List<JsonObject> appendixD() {
        return Vectors.of("hotp-rfc4226.json", "vectors");
    }

    @ParameterizedTest
    @MethodSource("appendixD")
    @DisplayName("RFC 4226 Appendix D: HMAC, truncated number and passcode of each counter")
    void agreesWithAppendixD(JsonObject vector) {
        OtpKey key = Vectors.key(vector);
        long counter = Vectors.number(vector, "counter");

        byte[] hmac = key.mac(HashAlgorithm.SHA1)
                .doFinal(ByteBuffer.allocate(8).putLong(counter).array());

        assertThat(hmac).isEqualTo(Vectors.bytes(vector, "hmac"));
        assertThat(Long.parseLong(Truncation.decimal(hmac, 10))).isEqualTo(Vectors.number(vector, "truncated"));
        assertThat(Hotp.passcode(key, HotpParameters.DEFAULT, counter).exposed())
                .isEqualTo(Vectors.text(vector, "passcode"));
    }

    @Test
    @DisplayName("RFC 4226 section 5.4: the worked example of the dynamic truncation")
    void agreesWithTheWorkedExampleOfTruncation() {
        byte[] hmac = {
            0x1f,
            (byte) 0x86,
            (byte) 0x98,
            0x69,
            0x0e,
            0x02,
            (byte) 0xca,
            0x16,
            0x61,
            (byte) 0x85,
            0x50,
            (byte) 0xef,
            0x7f,
            0x19,
            (byte) 0xda,
            (byte) 0x8e,
            (byte) 0x94,
            0x5b,
            0x55,
            0x5a
        };

        assertThat(Truncation.decimal(hmac, 10)).isEqualTo("1357872921");
        assertThat(Truncation.decimal(hmac, 6)).isEqualTo("872921");
    }

    @Test
    void refusesANegativeCounter() {
        OtpKey key = OtpKey.copyOf(new byte[20]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hotp.passcode(key, HotpParameters.DEFAULT, -1))
                .withMessageContaining("-1");
    }

    @Test
    void computesUpToTheLargestCounter() {
        OtpKey key = OtpKey.copyOf(new byte[20]);

        assertThat(Hotp.passcode(key, HotpParameters.DEFAULT, Long.MAX_VALUE).length())
                .isEqualTo(6);
    }
}
