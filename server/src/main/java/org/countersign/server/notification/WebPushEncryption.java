package org.countersign.server.notification;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.countersign.server.kernel.P256;

/**
 * Encrypts a web push message for one browser, so that the push service sees nothing of it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8291#section-3.4">RFC 8291 §3.4</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8188#section-2">RFC 8188 §2</a>
 */
final class WebPushEncryption {
    /** The most that fits one record of 4096 bytes, the least every push service carries (RFC 8030 §7.2). */
    static final int LARGEST_PLAINTEXT = 3993;

    static final int SALT_BYTES = 16;
    private static final int RECORD_SIZE = 4096;
    private static final byte LAST_RECORD = 2;

    private WebPushEncryption() {}

    /**
     * Returns the body of the message: header, then one encrypted record.
     *
     * @param ephemeral a P-256 key pair made for this message
     * @param salt 16 random bytes made for this message
     * @throws IllegalArgumentException when {@code plaintext} is too long or the browser's key is no point on the curve
     */
    static byte[] encrypt(byte[] plaintext, WebPushTarget target, KeyPair ephemeral, byte[] salt) {
        if (plaintext.length > LARGEST_PLAINTEXT) {
            throw new IllegalArgumentException(
                    "a web push message has at most " + LARGEST_PLAINTEXT + " bytes, not " + plaintext.length);
        }
        byte[] browserPoint = target.publicPoint();
        byte[] ourPoint = P256.point((ECPublicKey) ephemeral.getPublic());
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(ephemeral.getPrivate());
            agreement.doPhase(P256.publicKey(browserPoint), true);
            byte[] shared = agreement.generateSecret();
            byte[] keyMaterial = derive(target.authSecret(), shared, info("WebPush: info", browserPoint, ourPoint), 32);
            byte[] key = derive(salt, keyMaterial, info("Content-Encoding: aes128gcm"), 16);
            byte[] nonce = derive(salt, keyMaterial, info("Content-Encoding: nonce"), 12);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            byte[] padded = Arrays.copyOf(plaintext, plaintext.length + 1);
            padded[plaintext.length] = LAST_RECORD;
            byte[] record = cipher.doFinal(padded);
            Arrays.fill(shared, (byte) 0);
            Arrays.fill(keyMaterial, (byte) 0);
            Arrays.fill(key, (byte) 0);
            return ByteBuffer.allocate(SALT_BYTES + 4 + 1 + P256.POINT_BYTES + plaintext.length + 17)
                    .put(salt)
                    .putInt(RECORD_SIZE)
                    .put((byte) P256.POINT_BYTES)
                    .put(ourPoint)
                    .put(record)
                    .array();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java cannot encrypt for web push", missing);
        }
    }

    private static byte[] derive(byte[] salt, byte[] keyMaterial, byte[] info, int length)
            throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(HKDFParameterSpec.ofExtract()
                        .addSalt(salt)
                        .addIKM(keyMaterial)
                        .thenExpand(info, length));
    }

    private static byte[] info(String label, byte[]... parts) {
        int length = label.length() + 1;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer info = ByteBuffer.allocate(length)
                .put(label.getBytes(StandardCharsets.US_ASCII))
                .put((byte) 0);
        for (byte[] part : parts) {
            info.put(part);
        }
        return info.array();
    }
}
