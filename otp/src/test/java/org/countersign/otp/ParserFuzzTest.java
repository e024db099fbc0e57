package org.countersign.otp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Every parser, given anything: it returns or throws {@link OtpFormatException}, and what it returns can be written and
 * read again.
 *
 * <p>In the ordinary build the kept inputs are replayed (folder {@code ParserFuzzTestInputs}). To search for new ones:
 * {@code JAZZER_FUZZ=1 ./mvnw test -pl otp -Dtest='ParserFuzzTest#otpAuthUri'}.
 */
class ParserFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void otpAuthUri(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        OtpAuthUri uri;
        try {
            uri = OtpAuthUri.parse(text);
        } catch (OtpFormatException e) {
            assertThat(e.reason().code()).startsWith("otpauth-");
            return;
        }
        OtpAuthUri again = OtpAuthUri.parse(uri.exposedUri());
        assertThat(again.account()).isEqualTo(uri.account());
        assertThat(again.issuer()).isEqualTo(uri.issuer());
        assertThat(again.key()).isEqualTo(uri.key());
        assertThat(again.parameters()).isEqualTo(uri.parameters());
        assertThat(again.counter()).isEqualTo(uri.counter());
    }

    @FuzzTest(maxDuration = "60s")
    void base32(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        byte[] decoded;
        try {
            decoded = Base32.decode(text);
        } catch (OtpFormatException e) {
            assertThat(e.reason().code()).startsWith("base32-");
            return;
        }
        assertThat(Base32.encode(decoded))
                .isEqualTo(text.toUpperCase(Locale.ROOT).replace("=", ""));
    }

    @FuzzTest(maxDuration = "60s")
    void ocraSuite(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        try {
            OcraSuite suite = OcraSuite.parse(text);
            assertThat(suite.text()).isEqualTo(text);
            assertThat(suite.questionMaxLength()).isBetween(4, 64);
        } catch (OtpFormatException e) {
            assertThat(e.reason().code()).startsWith("ocra-suite-");
        }
    }

    @FuzzTest(maxDuration = "60s")
    void passcode(FuzzedDataProvider data) {
        PasscodeAlphabet alphabet = data.pickValue(PasscodeAlphabet.values());
        int length = data.consumeInt(PasscodeAlphabet.MIN_LENGTH, alphabet.maxLength());
        String typed = data.consumeRemainingAsString();

        new PasscodeFormat(alphabet, length).parse(typed).ifPresent(passcode -> {
            assertThat(typed).hasSize(length).isPrintable().isEqualToIgnoringCase(passcode.exposed());
            assertThat(passcode.exposed().chars())
                    .allMatch(c -> alphabet.characters().indexOf(c) >= 0);
        });
    }

    @FuzzTest(maxDuration = "60s")
    void pskc(byte[] document) {
        try {
            List<PskcToken> tokens = PskcReader.read(document, PskcTransportKey.passphrase(new char[] {'x'}));
            assertThat(tokens)
                    .allMatch(token -> token.keyId().equals(token.keyId().strip()));
        } catch (OtpFormatException e) {
            assertThat(e.reason().code()).startsWith("pskc-");
            // A message that quotes the document could print a secret.
            assertThat(e.getMessage()).hasSizeLessThan(200).doesNotContain("=");
            assertThat(new String(document, StandardCharsets.UTF_8)).isNotEqualTo(e.getMessage());
        }
    }
}
