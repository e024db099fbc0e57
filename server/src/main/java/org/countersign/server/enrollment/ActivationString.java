package org.countersign.server.enrollment;

import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import org.countersign.server.kernel.Base64Url;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.SecretBytes;

/**
 * What an app needs to enroll; docs/formats/activation-string.md. It holds the one-time secret: a class that shows nothing
 * of itself, never logged, never stored.
 */
public final class ActivationString {
    /** Length of the one-time secret. */
    static final int SECRET_BYTES = 16;

    private static final byte VERSION = 1;
    private static final byte ASKS_FOR_PASSWORD = 1;
    private static final int CHECKED_BYTES = 54;

    private final String text;

    private ActivationString(String text) {
        this.text = text;
    }

    static ActivationString of(
            EnrollmentId enrollment,
            SecretBytes secret,
            byte[] enrollmentKeyPoint,
            Instant expiresAt,
            SecondProof secondProof) {
        MessageDigest sha256 = Sha256.digest();
        ByteBuffer body = ByteBuffer.allocate(CHECKED_BYTES + 2)
                .put(VERSION)
                .put(secondProof == SecondProof.PASSWORD ? ASKS_FOR_PASSWORD : 0)
                .putLong(enrollment.value().getMostSignificantBits())
                .putLong(enrollment.value().getLeastSignificantBits())
                .put(secret.exposed())
                .put(sha256.digest(enrollmentKeyPoint), 0, 16)
                .putInt((int) expiresAt.getEpochSecond());
        sha256.update(body.array(), 0, CHECKED_BYTES);
        body.put(sha256.digest(), 0, 2);
        return new ActivationString("A1" + Base64Url.encode(body.array()));
    }

    /** Returns the string alone, {@code A1…}, as people paste it; it holds the secret. */
    public String exposed() {
        return text;
    }

    /** Returns the link that opens the app on {@code appOrigin}; it holds the secret, in its fragment. */
    public String exposedLink(URI appOrigin) {
        return appOrigin + "/enroll#" + text;
    }

    @Override
    public String toString() {
        return "ActivationString";
    }
}
