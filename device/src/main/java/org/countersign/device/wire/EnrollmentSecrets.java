package org.countersign.device.wire;

import java.nio.ByteBuffer;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Locale;

/**
 * What both sides derive from the key agreement: the transcript hash, the seed, the confirmation key and the code that
 * both show. The seed never crosses the network.
 *
 * <p>See {@code docs/formats/enrollment.md}, section 2.
 */
public final class EnrollmentSecrets implements AutoCloseable {
    private final byte[] transcript;
    private final byte[] seed;
    private final byte[] confirmationKey;
    private final String code;

    private EnrollmentSecrets(byte[] transcript, byte[] prk, int seedLength) {
        this.transcript = transcript;
        this.seed = expand(prk, "countersign/seed/v1", seedLength);
        this.confirmationKey = expand(prk, "countersign/confirm/v1", 32);
        long number = Integer.toUnsignedLong(
                ByteBuffer.wrap(expand(prk, "countersign/code/v1", 4)).getInt());
        this.code = String.format(Locale.ROOT, "%06d", number % 1_000_000);
    }

    /**
     * Derives everything from one side's private key and the other's public key.
     *
     * @param begin the bytes {@code B}
     * @param offer the offer as sent
     * @param activationSecret {@code ac}, 16 bytes
     * @param seedLength 20, 32 or 64 bytes
     */
    public static EnrollmentSecrets derive(
            byte[] begin, String offer, byte[] activationSecret, PrivateKey own, ECPublicKey theirs, int seedLength) {
        byte[] transcript = Octets.sha256(
                Octets.lp(Octets.utf8("countersign/enroll/v1")), Octets.lp(begin), Octets.lp(Octets.ascii(offer)));
        byte[] shared = P256.sharedSecret(own, theirs);
        byte[] prk = Hkdf.extract(activationSecret, shared);
        try {
            return new EnrollmentSecrets(transcript, prk, seedLength);
        } finally {
            Arrays.fill(shared, (byte) 0);
            Arrays.fill(prk, (byte) 0);
        }
    }

    private byte[] expand(byte[] prk, String label, int length) {
        return Hkdf.expand(prk, Octets.concat(Octets.utf8(label), transcript), length);
    }

    /** {@code T}, 32 bytes; public. */
    public byte[] transcript() {
        return transcript.clone();
    }

    /** A copy of the seed; the caller seals it and wipes the copy. */
    public byte[] exposedSeed() {
        return seed.clone();
    }

    /** The six digits that page and app both show. */
    public String code() {
        return code;
    }

    /** {@code HMAC(kc, "countersign/device/v1" ‖ T ‖ SHA-256(F))}: the device confirms that it derived the same. */
    public byte[] deviceMac(byte[] finish) {
        return Octets.hmacSha256(
                confirmationKey, Octets.utf8("countersign/device/v1"), transcript, Octets.sha256(finish));
    }

    /** {@code HMAC(kc, "countersign/server/v1" ‖ T ‖ lp(serial) ‖ lp(policy JWS))}: the server confirms. */
    public byte[] serverMac(String serial, String policyJws) {
        return Octets.hmacSha256(
                confirmationKey,
                Octets.utf8("countersign/server/v1"),
                transcript,
                Octets.lp(Octets.utf8(serial)),
                Octets.lp(Octets.ascii(policyJws)));
    }

    /** {@code "countersign/finish/v1" ‖ T ‖ SHA-256(F)}: what the device key signs. */
    public byte[] signedByDevice(byte[] finish) {
        return Octets.concat(Octets.utf8("countersign/finish/v1"), transcript, Octets.sha256(finish));
    }

    /** Overwrites the seed and the confirmation key. */
    @Override
    public void close() {
        Arrays.fill(seed, (byte) 0);
        Arrays.fill(confirmationKey, (byte) 0);
    }
}
