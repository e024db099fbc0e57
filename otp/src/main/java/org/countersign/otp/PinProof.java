package org.countersign.otp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What shows that a seed was opened with the right token PIN, without spending a passcode; docs/formats/pin.md. HOTP and TOTP
 * put eight bytes through the same HMAC and OCRA a text that begins with its suite, so neither can be mistaken for a proof.
 */
public final class PinProof {
    private static final byte[] PURPOSE = "countersign/pin-check/v1".getBytes(StandardCharsets.US_ASCII);

    private PinProof() {}

    /**
     * Returns {@code HMAC(seed, "countersign/pin-check/v1" ‖ lp(serial) ‖ lp(messageId))}.
     *
     * @param algorithm the token's own hash
     * @param serial serial number of the token, the message's {@code iss}
     * @param messageId the message's {@code jti}
     */
    public static byte[] of(OtpKey seed, HashAlgorithm algorithm, String serial, String messageId) {
        byte[] first = serial.getBytes(StandardCharsets.UTF_8);
        byte[] second = messageId.getBytes(StandardCharsets.UTF_8);
        byte[] message = ByteBuffer.allocate(PURPOSE.length + 4 + first.length + 4 + second.length)
                .put(PURPOSE)
                .putInt(first.length)
                .put(first)
                .putInt(second.length)
                .put(second)
                .array();
        return seed.mac(algorithm).doFinal(message);
    }
}
