package org.countersign.server.enrollment;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.countersign.server.kernel.SecretBytes;

/**
 * The short form of an activation that somebody types; docs/formats/activation-string.md. It follows from the one-time secret, so
 * page, app and server know it without telling each other: what is asked for is a value that follows from it, and what is
 * answered is sealed under another one.
 */
final class TypedCode implements AutoCloseable {
    static final int IV_BYTES = 12;

    private static final int CODE_BYTES = 10;
    private static final int TAG_BITS = 128;

    private final byte[] code;

    private TypedCode(byte[] code) {
        this.code = code;
    }

    /** Returns the code of the activation with this one-time secret. */
    static TypedCode of(SecretBytes secret) {
        byte[] key = secret.exposed();
        try {
            return new TypedCode(Arrays.copyOf(hmac(key, "countersign/typed-code/v1"), CODE_BYTES));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Returns what an app asks by: it does not tell the code. */
    byte[] lookup() {
        return hmac(code, "countersign/typed-code/lookup/v1");
    }

    /** Returns what the database keeps. */
    byte[] stored() {
        return stored(lookup());
    }

    /** Returns what the database keeps of a value that an app asks by. */
    static byte[] stored(byte[] lookup) {
        return Sha256.of(lookup);
    }

    /**
     * Seals the activation string for whoever knows the code.
     *
     * @param iv 12 bytes, never the same twice
     */
    byte[] seal(String activation, byte[] iv) {
        byte[] key = hmac(code, "countersign/typed-code/answer/v1");
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
            cipher.updateAAD(lookup());
            byte[] text = activation.getBytes(StandardCharsets.US_ASCII);
            byte[] sealed = Arrays.copyOf(iv, IV_BYTES + cipher.getOutputSize(text.length));
            cipher.doFinal(text, 0, text.length, sealed, IV_BYTES);
            return sealed;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no AES-GCM", missing);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override
    public void close() {
        Arrays.fill(code, (byte) 0);
    }

    private static byte[] hmac(byte[] key, String label) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(label.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no HMAC-SHA-256", missing);
        }
    }
}
