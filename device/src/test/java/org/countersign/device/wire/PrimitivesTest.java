package org.countersign.device.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.device.vectors.Reference.hex;
import static org.countersign.device.vectors.Reference.unhex;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.countersign.device.DeviceKey;
import org.countersign.device.MemoryRecordStore;
import org.countersign.device.SoftwareKeyStore;
import org.countersign.device.vectors.Reference;
import org.countersign.device.vectors.ReferenceCurve;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrimitivesTest {
    @Test
    @DisplayName("RFC 5869, A.1: basic test case with SHA-256")
    void hkdfBasic() {
        byte[] prk = Hkdf.extract(unhex("000102030405060708090a0b0c"), unhex("0b".repeat(22)));
        assertThat(hex(prk)).isEqualTo("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
        assertThat(hex(Hkdf.expand(prk, unhex("f0f1f2f3f4f5f6f7f8f9"), 42)))
                .isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    }

    @Test
    @DisplayName("RFC 5869, A.2: longer inputs and outputs with SHA-256")
    void hkdfLong() {
        byte[] prk = Hkdf.extract(range(0x60, 80), range(0x00, 80));
        assertThat(hex(prk)).isEqualTo("06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244");
        assertThat(hex(Hkdf.expand(prk, range(0xb0, 80), 82)))
                .isEqualTo(
                        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
                                + "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87");
    }

    @Test
    @DisplayName("RFC 5869, A.3: no salt and no info")
    void hkdfEmpty() {
        byte[] prk = Hkdf.extract(new byte[0], unhex("0b".repeat(22)));
        assertThat(hex(prk)).isEqualTo("19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04");
        assertThat(hex(Hkdf.expand(prk, new byte[0], 42)))
                .isEqualTo("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
    }

    @Test
    void refusesPointsThatAreNotOnTheCurve() {
        byte[] good = ReferenceCurve.publicKey(BigInteger.TWO);
        assertThat(P256.encode(P256.decode(good))).isEqualTo(good);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            assertThatThrownBy(() -> P256.decode(bad)).isInstanceOf(ProtocolException.class);
        }
        assertThatThrownBy(() -> P256.decode(new byte[65])).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> P256.decode(Arrays.copyOf(good, 64))).isInstanceOf(ProtocolException.class);
        byte[] infinity = new byte[65];
        infinity[0] = 4;
        assertThatThrownBy(() -> P256.decode(infinity)).isInstanceOf(ProtocolException.class);
        // The same point with X + p, which does not fit the field, is another spelling and refused.
        byte[] overflow = good.clone();
        Arrays.fill(overflow, 1, 33, (byte) 0xff);
        assertThatThrownBy(() -> P256.decode(overflow)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void signsSoThatTheJdkAgrees() {
        DeviceKey key = new SoftwareKeyStore(new byte[32], new MemoryRecordStore(), new SecureRandom()).provide("k");
        byte[] message = Reference.utf8("message");
        // Enough signatures that R or S is short in some of them.
        for (int i = 0; i < 600; i++) {
            byte[] signature = Es256.sign(key, message);
            assertThat(Es256.isValid(key.publicKey(), message, signature)).isTrue();
            signature[i % 64] ^= 1;
            assertThat(Es256.isValid(key.publicKey(), message, signature)).isFalse();
        }
    }

    @Test
    void acceptsNoDegenerateSignature() {
        byte[] message = Reference.utf8("message");
        byte[] n = ReferenceCurve.fixed(P256.ORDER);
        byte[] one = ReferenceCurve.fixed(BigInteger.ONE);
        byte[] zero = new byte[32];
        for (byte[] r : new byte[][] {zero, one, n}) {
            for (byte[] s : new byte[][] {zero, one, n}) {
                assertThat(Es256.isValid(
                                P256.decode(ReferenceCurve.publicKey(BigInteger.TEN)), message, Reference.concat(r, s)))
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "3006020101020102",
        "3044022000",
        "30",
        "''",
        "3006020101030102",
        "300602010102020102",
        "300602ff01020102"
    })
    void readsDerOrRefuses(String der) {
        if (der.equals("3006020101020102")) {
            assertThat(hex(Es256.fromDer(unhex(der)))).isEqualTo("0".repeat(63) + "1" + "0".repeat(63) + "2");
        } else {
            assertThatThrownBy(() -> Es256.fromDer(unhex(der))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"QQ==", "QQ=", "QR", "Q", "Q Q", "QQ\n", "Q+", "Q/", "\uff21\uff21"})
    void refusesBase64UrlInAnyOtherSpelling(String text) {
        assertThatThrownBy(() -> Base64Url.decode(text)).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "null",
                "{",
                "{}x",
                "{}{}",
                "{\"a\":1,\"a\":1}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1,}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "//x\n{}",
                "{\"a\":\"\n\"}",
                "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":{}}}}}}}}}"
            })
    void refusesWhatIsNotStrictJson(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1e2", "9999999999999999", "\"1\"", "true", "null"})
    void takesWholeNumbersOnly(String number) {
        Fields fields = new Fields(Json.parse("{\"n\":" + number + "}"));
        assertThatThrownBy(() -> fields.number("n")).isInstanceOf(ProtocolException.class);
    }

    private static byte[] range(int first, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }
}
