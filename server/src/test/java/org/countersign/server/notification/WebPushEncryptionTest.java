package org.countersign.server.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Base64;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.SecretBytes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Encryption for web push, held to the example of its standard. */
class WebPushEncryptionTest {
    private static final WebPushTarget TARGET = new WebPushTarget(
            URI.create("https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV"),
            decoded("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
            decoded("BTBZMqHH6r4Tts7J_aSIgg"));
    private static final KeyPair SENDER = new KeyPair(
            P256.publicKey(
                    decoded("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8")),
            P256.privateKey(SecretBytes.copyOf(decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))));
    private static final byte[] SALT = decoded("DGv6ra1nlYgDCS1FRnbzlw");

    @Test
    @DisplayName("RFC 8291, section 5 and appendix A: gives the example's bytes")
    void givesTheExamplesBytes() {
        byte[] body = WebPushEncryption.encrypt(
                "When I grow up, I want to be a watermelon".getBytes(StandardCharsets.US_ASCII), TARGET, SENDER, SALT);
        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(body))
                .isEqualTo(
                        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6"
                                + "TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
    }

    @Test
    void fitsTheLeastThatEveryPushServiceTakes() {
        byte[] largest = new byte[WebPushEncryption.LARGEST_PLAINTEXT];
        assertThat(WebPushEncryption.encrypt(largest, TARGET, SENDER, SALT)).hasSize(4096);
        byte[] tooLarge = new byte[WebPushEncryption.LARGEST_PLAINTEXT + 1];
        assertThatThrownBy(() -> WebPushEncryption.encrypt(tooLarge, TARGET, SENDER, SALT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
