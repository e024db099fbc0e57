package org.countersign.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.countersign.server.kernel.Base64Url;
import org.countersign.server.kernel.CompactJws;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.SecretBytes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server derives what the known answers say; they are made from the format pages by other code. */
@DisplayName("docs/formats: known answers of enrollment.json")
class EnrollmentVectorsTest {
    private static JsonNode vectors(String name) throws IOException {
        Path folder = Path.of("..", "vectors");
        return new JsonMapper().readTree(Files.readString(folder.resolve(name)));
    }

    static Stream<JsonNode> cases() throws IOException {
        return vectors("enrollment.json").required("cases").valueStream();
    }

    private static byte[] hex(JsonNode vector, String name) {
        return HexFormat.of().parseHex(vector.required(name).asString());
    }

    private static String text(JsonNode vector, String name) {
        return vector.required(name).asString();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void derivesSeedCodeAndConfirmations(JsonNode vector) throws Fields.Malformed {
        byte[] begin = text(vector, "beginJson").getBytes(StandardCharsets.UTF_8);
        byte[] finish = text(vector, "finishJson").getBytes(StandardCharsets.UTF_8);
        try (SecretBytes secret = SecretBytes.copyOf(hex(vector, "ac_hex"));
                SecretBytes scalar = SecretBytes.copyOf(hex(vector, "serverEphemeralPrivate_hex"))) {
            assertThat(Base64Url.encode(EnrollmentKeys.beginProof(secret, begin)))
                    .isEqualTo(text(vector, "beginProof_b64u"));
            BeginMessage message = BeginMessage.read(begin);
            assertThat(P256.point(message.key())).isEqualTo(hex(vector, "appEphemeralPublic_hex"));
            try (EnrollmentKeys keys = EnrollmentKeys.derive(
                    secret, P256.privateKey(scalar), message.key(), begin, text(vector, "offerJws"))) {
                byte[] seed = hex(vector, "seed_hex");
                assertThat(keys.seed(seed.length).exposed()).isEqualTo(seed);
                assertThat(keys.code()).isEqualTo(text(vector, "code"));
                assertThat(Base64Url.encode(keys.deviceMac(finish))).isEqualTo(text(vector, "deviceMac_b64u"));
                assertThat(keys.signedByDevice(finish)).isEqualTo(hex(vector, "finishSigned_hex"));
                assertThat(Base64Url.encode(keys.serverMac(text(vector, "serial"), text(vector, "policyJws"))))
                        .isEqualTo(text(vector, "serverMac_b64u"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsTheMessagesOfTheApp(JsonNode vector) throws Fields.Malformed {
        byte[] finish = text(vector, "finishJson").getBytes(StandardCharsets.UTF_8);
        FinishMessage message = FinishMessage.read(finish);
        assertThat(P256.point(message.deviceKey)).isEqualTo(hex(vector, "devicePublic_hex"));
        assertThat(message.beginHash)
                .isEqualTo(Sha256.of(text(vector, "beginJson").getBytes(StandardCharsets.UTF_8)));
        CompactJws activation = CompactJws.read(text(vector, "activateJws")).orElseThrow();
        assertThat(activation.type()).isEqualTo("countersign-activate+jwt");
        assertThat(activation.isSignedBy(message.deviceKey)).isTrue();
        assertThat(activation.text("passcode")).contains(text(vector, "passcode"));
        assertThat(activation.compact()).isEqualTo(text(vector, "activateJws"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void writesTheLinkOfTheCase(JsonNode vector) throws Fields.Malformed {
        JsonNode offer = new JsonMapper().readTree(text(vector, "offerPayloadJson"));
        BeginMessage begin = BeginMessage.read(text(vector, "beginJson").getBytes(StandardCharsets.UTF_8));
        SecondProof proof = text(offer, "secondProof").equals("password") ? SecondProof.PASSWORD : SecondProof.NONE;
        try (SecretBytes secret = SecretBytes.copyOf(hex(vector, "ac_hex"))) {
            ActivationString written = ActivationString.of(
                    begin.enrollment(),
                    secret,
                    hex(vector, "enrollmentKeyPublic_hex"),
                    Instant.ofEpochSecond(offer.required("exp").asLong()),
                    proof);
            assertThat(written.exposedLink(URI.create(text(vector, "origin"))))
                    .isEqualTo(text(vector, "activationLink"));
            assertThat(written).hasToString("ActivationString");
        }
    }
}
