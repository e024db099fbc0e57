package org.countersign.server.enrollment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.UUID;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.SealedPlace;
import org.countersign.server.kernel.Sealing;
import org.countersign.server.kernel.SecretBytes;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The secrets of enrollments: made, checked, sealed while they are needed. */
@Component
class ActivationSecrets {
    private static final JsonMapper JSON = new JsonMapper();

    private final Sealing sealing;
    private final Randomness randomness;

    ActivationSecrets(Sealing sealing, Randomness randomness) {
        this.sealing = sealing;
        this.randomness = randomness;
    }

    EnrollmentId newEnrollment() {
        return new EnrollmentId(randomness.newUnguessableId());
    }

    UUID newRow() {
        return randomness.newId();
    }

    Randomness randomness() {
        return randomness;
    }

    /**
     * Returns the one-time secret of an enrollment. It follows from the master key and the id, so that the database holds
     * its hash only and the server can still check a proof made with it.
     */
    SecretBytes of(EnrollmentId id) {
        byte[] subject = ByteBuffer.allocate(16)
                .putLong(id.value().getMostSignificantBits())
                .putLong(id.value().getLeastSignificantBits())
                .array();
        byte[] secret = sealing.derived("countersign/activation/v1", subject, ActivationString.SECRET_BYTES);
        try {
            return SecretBytes.copyOf(secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** Returns the secret of an enrollment that exists, after comparing it with the hash that is kept of it. */
    SecretBytes of(EnrollmentRow enrollment) {
        SecretBytes secret = of(enrollment.id);
        if (!MessageDigest.isEqual(hash(secret), enrollment.secretHash)) {
            throw new IllegalStateException(
                    "enrollment " + enrollment.id + " was made under another master key, or was changed");
        }
        return secret;
    }

    static byte[] hash(SecretBytes secret) {
        byte[] bytes = secret.exposed();
        try {
            return Sha256.of(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    byte[] sealEphemeral(EnrollmentRow enrollment, UUID begin, ECPrivateKey key) {
        try (SecretBytes scalar = P256.scalar(key)) {
            return sealing.seal(scalar, ephemeralPlace(enrollment, begin));
        }
    }

    ECPrivateKey openEphemeral(EnrollmentRow enrollment, UUID begin, byte[] sealedKey) {
        try (SecretBytes scalar = sealing.open(sealedKey, ephemeralPlace(enrollment, begin))) {
            return P256.privateKey(scalar);
        }
    }

    byte[] sealAnswer(EnrollmentRow enrollment, FinishAnswer.Claimed answer) {
        String text = JSON.createObjectNode()
                .put("serial", answer.serial())
                .put("policy", answer.policy())
                .put("mac", answer.mac())
                .toString();
        try (SecretBytes bytes = SecretBytes.copyOf(text.getBytes(StandardCharsets.UTF_8))) {
            return sealing.seal(bytes, answerPlace(enrollment));
        }
    }

    FinishAnswer.Claimed openAnswer(EnrollmentRow enrollment, byte[] sealedAnswer) {
        try (SecretBytes bytes = sealing.open(sealedAnswer, answerPlace(enrollment))) {
            JsonNode node = JSON.readTree(new String(bytes.exposed(), StandardCharsets.UTF_8));
            return new FinishAnswer.Claimed(
                    node.required("serial").asString(),
                    node.required("policy").asString(),
                    node.required("mac").asString());
        }
    }

    private static SealedPlace ephemeralPlace(EnrollmentRow enrollment, UUID begin) {
        return new SealedPlace(enrollment.virtualServer, "enrollment_begin", "sealed_ephemeral", begin);
    }

    private static SealedPlace answerPlace(EnrollmentRow enrollment) {
        return new SealedPlace(enrollment.virtualServer, "enrollment", "sealed_answer", enrollment.id.value());
    }
}
