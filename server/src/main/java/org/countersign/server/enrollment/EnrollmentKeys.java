package org.countersign.server.enrollment;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.countersign.server.kernel.SecretBytes;

/**
 * What both sides derive from the key agreement, so that the seed never crosses the network; docs/formats/enrollment.md §2.
 */
final class EnrollmentKeys implements AutoCloseable {
    private static final int KEY_BYTES = 32;

    private final byte[] transcript;
    private final byte[] prk;
    private final byte[] confirmationKey;

    private EnrollmentKeys(byte[] transcript, byte[] prk) {
        this.transcript = transcript;
        this.prk = prk;
        this.confirmationKey = expanded("countersign/confirm/v1", KEY_BYTES);
    }

    /** Returns the proof that whoever sends {@code begin} knows the one-time secret. */
    static byte[] beginProof(SecretBytes secret, byte[] begin) {
        byte[] ikm = secret.exposed();
        try {
            byte[] key = KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(ikm)
                            .thenExpand("countersign/begin/v1".getBytes(StandardCharsets.US_ASCII), KEY_BYTES));
            return hmac(key, begin);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no HKDF", missing);
        } finally {
            Arrays.fill(ikm, (byte) 0);
        }
    }

    /** Returns the proof that whoever says {@code word} on a page has the activation string. */
    static byte[] wordProof(SecretBytes secret, PageWord word) {
        byte[] key = secret.exposed();
        try {
            return hmac(key, ascii("countersign/page/v1 " + word.code() + (word.same() ? " same" : " other")));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * Derives everything from the server's ephemeral key and the app's.
     *
     * @param begin the bytes {@code B}
     * @param offer the offer as it was sent
     */
    static EnrollmentKeys derive(SecretBytes secret, ECPrivateKey own, ECPublicKey theirs, byte[] begin, String offer) {
        byte[] salt = secret.exposed();
        byte[] shared = new byte[0];
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(own);
            agreement.doPhase(theirs, true);
            shared = agreement.generateSecret();
            byte[] prk = KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addSalt(salt)
                            .addIKM(shared)
                            .extractOnly());
            return new EnrollmentKeys(transcript(begin, offer), prk);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no ECDH or no HKDF", missing);
        } finally {
            Arrays.fill(salt, (byte) 0);
            Arrays.fill(shared, (byte) 0);
        }
    }

    /** Returns the seed, {@code length} bytes. */
    SecretBytes seed(int length) {
        byte[] seed = expanded("countersign/seed/v1", length);
        try {
            return SecretBytes.copyOf(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /** Returns the six digits that page and app both show. */
    String code() {
        long number = Integer.toUnsignedLong(
                ByteBuffer.wrap(expanded("countersign/code/v1", 4)).getInt());
        return String.format(Locale.ROOT, "%06d", number % 1_000_000);
    }

    /** Returns what the device must have computed over {@code finish}. */
    byte[] deviceMac(byte[] finish) {
        return hmac(confirmationKey, joined(ascii("countersign/device/v1"), transcript, Sha256.of(finish)));
    }

    /** Returns what the device key must have signed with {@code finish}. */
    byte[] signedByDevice(byte[] finish) {
        return joined(ascii("countersign/finish/v1"), transcript, Sha256.of(finish));
    }

    /** Returns what shows the app that this server derived the same. */
    byte[] serverMac(String serial, String policyJws) {
        return hmac(
                confirmationKey,
                joined(
                        ascii("countersign/server/v1"),
                        transcript,
                        counted(serial.getBytes(StandardCharsets.UTF_8)),
                        counted(ascii(policyJws))));
    }

    /** Overwrites the keys. */
    @Override
    public void close() {
        Arrays.fill(prk, (byte) 0);
        Arrays.fill(confirmationKey, (byte) 0);
    }

    private byte[] expanded(String label, int length) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.expandOnly(
                            new SecretKeySpec(prk, "Generic"), joined(ascii(label), transcript), length));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no HKDF", missing);
        }
    }

    private static byte[] transcript(byte[] begin, String offer) {
        return Sha256.of(joined(counted(ascii("countersign/enroll/v1")), counted(begin), counted(ascii(offer))));
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no HMAC-SHA-256", missing);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] counted(byte[] bytes) {
        return ByteBuffer.allocate(4 + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
