package org.countersign.server.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import java.util.HexFormat;
import org.countersign.server.kernel.CompactJws;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.SecretBytes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Encryption and sender's tokens for web push, held to the examples of their standards. */
class WebPushEncryptionTest {
    private static final JsonNode VECTORS = vectors();
    private static final JsonNode EXAMPLE = VECTORS.required("encryption").get(0);
    private static final WebPushTarget TARGET = new WebPushTarget(
            URI.create("https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV"),
            hex("browserPublic"),
            hex("auth"));
    private static final KeyPair SENDER =
            new KeyPair(P256.publicKey(hex("senderPublic")), P256.privateKey(SecretBytes.copyOf(hex("senderPrivate"))));

    @Test
    @DisplayName("RFC 8291, section 5 and appendix A: gives the example's bytes")
    void givesTheExamplesBytes() {
        byte[] plaintext = EXAMPLE.required("plaintext").asString().getBytes(StandardCharsets.US_ASCII);
        assertThat(WebPushEncryption.encrypt(plaintext, TARGET, SENDER, hex("salt")))
                .isEqualTo(hex("body"));
    }

    @Test
    @DisplayName("RFC 8292, section 2.4: takes the example's token for genuine, and no other for it")
    void takesTheExamplesTokenForGenuine() {
        JsonNode example = VECTORS.required("vapid").get(0);
        String authorization = example.required("authorization").asString();
        String text = authorization.substring("vapid t=".length(), authorization.indexOf(", k="));
        byte[] key = Base64.getUrlDecoder().decode(authorization.substring(authorization.indexOf(", k=") + 4));
        CompactJws token = CompactJws.read(text).orElseThrow();
        assertThat(token.isSignedBy(P256.publicKey(key))).isTrue();
        assertThat(token.isSignedBy(P256.publicKey(hex("senderPublic")))).isFalse();
        assertThat(token.text("aud")).contains(example.required("aud").asString());
        assertThat(token.text("sub")).contains(example.required("sub").asString());
        assertThat(token.number("exp")).contains(example.required("exp").asLong());
    }

    @Test
    void fitsTheLeastThatEveryPushServiceTakes() {
        byte[] largest = new byte[WebPushEncryption.LARGEST_PLAINTEXT];
        assertThat(WebPushEncryption.encrypt(largest, TARGET, SENDER, hex("salt")))
                .hasSize(4096);
        byte[] tooLarge = new byte[WebPushEncryption.LARGEST_PLAINTEXT + 1];
        assertThatThrownBy(() -> WebPushEncryption.encrypt(tooLarge, TARGET, SENDER, hex("salt")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] hex(String name) {
        return HexFormat.of().parseHex(EXAMPLE.required(name).asString());
    }

    private static JsonNode vectors() {
        try {
            return new JsonMapper()
                    .readTree(Files.readString(Path.of("..", "vectors", "web-push-rfc8291-rfc8292.json")));
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
