package org.countersign.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.countersign.otp.OtpFormatException.Reason;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("PSKC (RFC 6030)")
class PskcReaderTest {
    private static final OtpKey RFC_KEY = OtpKey.copyOf("12345678901234567890".getBytes(StandardCharsets.US_ASCII));
    private static final byte[] PRE_SHARED = HexFormat.of().parseHex("12345678901234567890123456789012");

    private static String document(String name) {
        try (InputStream stream =
                Objects.requireNonNull(PskcReaderTest.class.getResourceAsStream("pskc/" + name + ".xml"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<PskcToken> read(String document, PskcTransportKey transportKey) {
        return PskcReader.read(document.getBytes(StandardCharsets.UTF_8), transportKey);
    }

    private static void assertRefused(Reason reason, String document, PskcTransportKey transportKey) {
        assertThatExceptionOfType(OtpFormatException.class)
                .isThrownBy(() -> read(document, transportKey))
                .satisfies(e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    // Neither the message nor a cause may quote the document.
                    assertThat(e).hasNoCause().hasMessageNotContaining("MTIzNDU2");
                });
    }

    @Test
    @DisplayName("RFC 6030 figure 2: a key in the open")
    void readsAPlainKey() {
        List<PskcToken> tokens = read(document("rfc6030-figure-2"), PskcTransportKey.none());

        assertThat(tokens).hasSize(1);
        PskcToken token = tokens.get(0);
        assertThat(token.keyId()).isEqualTo("12345678");
        assertThat(token.issuer()).contains("Issuer-A");
        assertThat(token.serialNumber()).isEmpty();
        assertThat(token.key()).isEqualTo(RFC_KEY);
        assertThat(token.parameters()).isEqualTo(new HotpParameters(HashAlgorithm.SHA1, PasscodeFormat.decimal(8)));
        assertThat(token.counter()).isZero();
        assertThat(token).hasToString("PskcToken(12345678)");
    }

    @Test
    @DisplayName("RFC 6030 figure 6: a key encrypted under a pre-shared key, with its MAC")
    void readsAKeyEncryptedUnderAPreSharedKey() {
        try (PskcTransportKey transportKey = PskcTransportKey.preShared(PRE_SHARED)) {
            PskcToken token = read(document("rfc6030-figure-6"), transportKey).get(0);

            assertThat(token.key()).isEqualTo(RFC_KEY);
            assertThat(token.manufacturer()).contains("Manufacturer");
            assertThat(token.serialNumber()).contains("987654321");
        }
    }

    @Test
    @DisplayName("RFC 6030 figure 7: a key encrypted under a passphrase, with its MAC")
    void readsAKeyEncryptedUnderAPassphrase() {
        try (PskcTransportKey transportKey = PskcTransportKey.passphrase("qwerty".toCharArray())) {
            PskcToken token = read(document("rfc6030-figure-7"), transportKey).get(0);

            assertThat(token.key()).isEqualTo(RFC_KEY);
            assertThat(token.issuer()).contains("Example-Issuer");
        }
    }

    @Test
    void readsTimeBasedKeysAndSeveralPackages() {
        List<PskcToken> tokens = read(document("totp-two-keys"), PskcTransportKey.none());

        assertThat(tokens).extracting(PskcToken::keyId).containsExactly("T-0001", "T-0002");
        assertThat(tokens.get(0).parameters())
                .isEqualTo(new TotpParameters(HashAlgorithm.SHA256, PasscodeFormat.decimal(8), Duration.ofMinutes(1)));
        assertThat(tokens.get(1).counter()).isEqualTo(42);
    }

    @Test
    void refusesAWrongKeyOrPassphraseAndAChangedDocument() {
        byte[] wrong = PRE_SHARED.clone();
        wrong[0] ^= 1;
        String preShared = document("rfc6030-figure-6");
        String passphrase = document("rfc6030-figure-7");
        PskcTransportKey right = PskcTransportKey.preShared(PRE_SHARED);

        assertRefused(Reason.PSKC_AUTHENTICATION, preShared, PskcTransportKey.preShared(wrong));
        assertRefused(Reason.PSKC_AUTHENTICATION, preShared, PskcTransportKey.preShared(new byte[32]));
        assertRefused(Reason.PSKC_AUTHENTICATION, passphrase, PskcTransportKey.passphrase(new char[] {'x'}));
        assertRefused(Reason.PSKC_AUTHENTICATION, preShared.replace("Su+N", "Tu+N"), right);
        assertRefused(Reason.PSKC_AUTHENTICATION, preShared.replace("AAECAwQF", "AAECAwQG"), right);
        assertRefused(Reason.PSKC_TRANSPORT_KEY_MISSING, preShared, PskcTransportKey.none());
        assertRefused(Reason.PSKC_TRANSPORT_KEY_MISSING, passphrase, PskcTransportKey.none());
        assertRefused(Reason.PSKC_TRANSPORT_KEY_MISSING, passphrase, right);
    }

    @Test
    void refusesADocumentTypeAndReadsNoFile(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "Stolen");
        String external = "<!DOCTYPE KeyContainer [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>";
        String laughs = "<!DOCTYPE KeyContainer [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY x \"&a;&a;&a;&a;&a;\">]>";
        String parameter = "<!DOCTYPE KeyContainer [<!ENTITY % p SYSTEM \"" + secret.toUri() + "\"> %p;]>";
        String empty = "<!DOCTYPE KeyContainer>";

        for (String type : List.of(external, laughs, parameter, empty)) {
            String document = document("rfc6030-figure-2")
                    .replace("?>\n", "?>\n" + type)
                    .replace("Issuer-A", type.equals(empty) ? "A" : "&x;");
            assertRefused(Reason.PSKC_XML, document, PskcTransportKey.none());
        }
    }

    @Test
    void doesNotFollowXInclude(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "Stolen");
        String include = "<Issuer><xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" parse=\"text\" href=\""
                + secret.toUri() + "\"/></Issuer>";

        assertRefused(
                Reason.PSKC_STRUCTURE,
                document("rfc6030-figure-2").replace("<Issuer>Issuer-A</Issuer>", include),
                PskcTransportKey.none());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PSKC_XML | </KeyContainer> | ''",
                "PSKC_XML | Issuer-A | &#0;",
                "PSKC_STRUCTURE | KeyContainer | Container",
                "PSKC_STRUCTURE | keyprov:pskc\"> | keyprov:other\">",
                "PSKC_STRUCTURE | Id=\"12345678\" | ''",
                "PSKC_STRUCTURE | Id=\"12345678\" | Id=\"a&#10;b\"",
                "PSKC_STRUCTURE | Issuer-A | &#x202E;A",
                "PSKC_STRUCTURE | <Issuer>Issuer-A</Issuer> | <Issuer>A</Issuer><Issuer>B</Issuer>",
                "PSKC_STRUCTURE | MTIzNDU2Nzg5MDEyMzQ1Njc4OTA= | MTIz",
                "PSKC_STRUCTURE | MTIzNDU2Nzg5MDEyMzQ1Njc4OTA= | ????",
                "PSKC_STRUCTURE | Length=\"8\" | Length=\"10\"",
                "PSKC_STRUCTURE | Length=\"8\" | Length=\"٨\"",
                "PSKC_STRUCTURE | </Secret> | </Secret><Counter><PlainValue>-1</PlainValue></Counter>",
                "PSKC_STRUCTURE | PlainValue> | OtherValue>",
                "PSKC_ALGORITHM_UNSUPPORTED | pskc:hotp | pskc:pin",
                "PSKC_ALGORITHM_UNSUPPORTED | DECIMAL | HEXADECIMAL",
                "PSKC_ALGORITHM_UNSUPPORTED | <ResponseFormat | <Suite>HMAC-MD5</Suite><ResponseFormat",
                "PSKC_FEATURE_UNSUPPORTED | </Data> | </Data><Policy><ExpiryDate>2030</ExpiryDate></Policy>",
                "PSKC_FEATURE_UNSUPPORTED | </Data> | </Data><Policy><KeyUsage>CR</KeyUsage></Policy>",
                "PSKC_FEATURE_UNSUPPORTED | </KeyPackage> | </KeyPackage><Signature/>",
                "PSKC_ENCRYPTION_UNSUPPORTED | </Secret> | </Secret><Counter><EncryptedValue/></Counter>",
                "PSKC_ENCRYPTION_UNSUPPORTED | <KeyPackage> | <EncryptionKey/><KeyPackage>"
            })
    void refusesWhatIsMalformedOrNotSupported(Reason reason, String from, String to) {
        String changed = document("rfc6030-figure-2").replace(from, to);

        assertThat(changed).isNotEqualTo(document("rfc6030-figure-2"));
        assertRefused(reason, changed, PskcTransportKey.none());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PSKC_ENCRYPTION_UNSUPPORTED | #aes128-cbc | #kw-aes128",
                "PSKC_ENCRYPTION_UNSUPPORTED | #hmac-sha1 | #hmac-md5",
                "PSKC_ENCRYPTION_UNSUPPORTED | #pbkdf2 | #pbkdf1",
                "PSKC_ENCRYPTION_UNSUPPORTED | <PRF/> | <PRF Algorithm=\"x\"/>",
                "PSKC_ENCRYPTION_UNSUPPORTED | pskc:MACMethod | pskc:Other",
                "PSKC_STRUCTURE | <IterationCount>1000< | <IterationCount>1000001<",
                "PSKC_STRUCTURE | <IterationCount>1000< | <IterationCount>0<",
                "PSKC_STRUCTURE | <KeyLength>16< | <KeyLength>33<",
                "PSKC_STRUCTURE | Ej7/PEpyEpw= | ''",
                "PSKC_STRUCTURE | pskc:ValueMAC | pskc:Other",
                "PSKC_AUTHENTICATION | <KeyLength>16< | <KeyLength>32<",
                "PSKC_AUTHENTICATION | #aes128-cbc | #aes256-cbc"
            })
    void refusesEncryptionThatIsMalformedOrNotSupported(Reason reason, String from, String to) {
        String changed = document("rfc6030-figure-7").replace(from, to);

        assertThat(changed).isNotEqualTo(document("rfc6030-figure-7"));
        assertRefused(reason, changed, PskcTransportKey.passphrase("qwerty".toCharArray()));
    }

    @Test
    void refusesTwoKeysOfOneNameAndDocumentsBeyondAllMeasure() {
        assertRefused(
                Reason.PSKC_STRUCTURE, document("totp-two-keys").replace("T-0002", "T-0001"), PskcTransportKey.none());
        assertThatExceptionOfType(OtpFormatException.class)
                .isThrownBy(() -> PskcReader.read(new byte[PskcReader.MAX_LENGTH_BYTES + 1], PskcTransportKey.none()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.PSKC_TOO_LONG));
    }

    @Test
    void takesTransportKeysOfAesLengthsOnlyAndTellsNoneOfThem() {
        assertThatIllegalArgumentException().isThrownBy(() -> PskcTransportKey.preShared(new byte[20]));
        assertThatIllegalArgumentException().isThrownBy(() -> PskcTransportKey.passphrase(new char[0]));
        assertThat(PskcTransportKey.passphrase("qwerty".toCharArray())).hasToString("PskcTransportKey(passphrase)");
        assertThat(PskcTransportKey.preShared(PRE_SHARED)).hasToString("PskcTransportKey(pre-shared)");
    }
}
