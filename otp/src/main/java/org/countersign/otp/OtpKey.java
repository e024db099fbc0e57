package org.countersign.otp;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that a token and its server share (in standards K, to operators the seed), kept so that it does not leak
 * by accident.
 *
 * <p>The bytes are copied in and copied out. The only way out is {@link #exposedBytes()} or {@link #exposedBase32()}, so
 * that every place where a seed leaves this class is found by searching for {@code exposed}. {@link #toString()} tells
 * the length only, and equality takes the same time wherever two keys differ.
 *
 * <p>A key is destroyed by {@link #destroy()}, or by the end of a try-with-resources block; from then on every use
 * throws {@link IllegalStateException}. Destroying wipes this object's copy; the virtual machine's cryptography may
 * have made copies of its own until they are collected.
 *
 * <p>Safe for use by several threads, as long as none of them destroys it while others use it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4226#section-4">RFC 4226, section 4, R6</a>
 */
public final class OtpKey implements AutoCloseable {
    /**
     * The shortest key taken, 10 bytes (80 bits). RFC 4226 asks for 16 and advises 20; but some services hand out 10,
     * and an authenticator that refuses them would not protect anybody better.
     */
    public static final int MIN_LENGTH_BYTES = 10;

    /** The longest key taken, 128 bytes: the block of SHA-512. HMAC would hash a longer one, which adds nothing. */
    public static final int MAX_LENGTH_BYTES = 128;

    private final byte[] bytes;
    private volatile boolean destroyed;

    private OtpKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Makes a key of a copy of these bytes; the caller may wipe its array afterwards.
     *
     * @throws IllegalArgumentException if there are fewer than {@value #MIN_LENGTH_BYTES} or more than
     *     {@value #MAX_LENGTH_BYTES} bytes
     */
    public static OtpKey copyOf(byte[] bytes) {
        if (bytes.length < MIN_LENGTH_BYTES || bytes.length > MAX_LENGTH_BYTES) {
            throw new IllegalArgumentException("An OTP key must have " + MIN_LENGTH_BYTES + " to " + MAX_LENGTH_BYTES
                    + " bytes, but this one has " + bytes.length);
        }
        return new OtpKey(bytes.clone());
    }

    /**
     * Makes a key of its Base32 form, as people copy it from a web page.
     *
     * @throws OtpFormatException if the text is not Base32 as {@link Base32#decode} takes it
     * @throws IllegalArgumentException if the key is too short or too long, as in {@link #copyOf}
     */
    public static OtpKey ofBase32(String text) {
        byte[] decoded = Base32.decode(text);
        try {
            return copyOf(decoded);
        } finally {
            Arrays.fill(decoded, (byte) 0);
        }
    }

    /** The length of the key in bytes. */
    public int lengthBytes() {
        return bytes.length;
    }

    /** A copy of the secret bytes, for sealing them or for handing them to an app; the caller wipes it after use. */
    public byte[] exposedBytes() {
        requireNotDestroyed();
        return bytes.clone();
    }

    /** The secret in upper-case Base32 without padding, for an {@code otpauth} link; a string cannot be wiped. */
    public String exposedBase32() {
        requireNotDestroyed();
        return Base32.encode(bytes);
    }

    /** An HMAC under this key, good for any number of messages, for one thread at a time. */
    Mac mac(HashAlgorithm algorithm) {
        requireNotDestroyed();
        try {
            Mac mac = Mac.getInstance(algorithm.macName());
            mac.init(new SecretKeySpec(bytes, algorithm.macName()));
            return mac;
        } catch (GeneralSecurityException e) {
            // Every Java platform must have HMAC-SHA-1 and -256; none without -512 is known.
            throw new IllegalStateException("This Java platform lacks " + algorithm.macName(), e);
        }
    }

    /** Overwrites the secret; every later use throws {@link IllegalStateException}. Twice is as good as once. */
    public void destroy() {
        destroyed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    /** Whether the secret has been overwritten. */
    public boolean isDestroyed() {
        return destroyed;
    }

    /** The same as {@link #destroy()}. */
    @Override
    public void close() {
        destroy();
    }

    private void requireNotDestroyed() {
        if (destroyed) {
            throw new IllegalStateException("This OTP key has been destroyed");
        }
    }

    /** Whether both hold the same secret; the time taken does not tell where they differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof OtpKey key && MessageDigest.isEqual(bytes, key.bytes) && destroyed == key.destroyed;
    }

    /** A hash of the length alone, so that no function of the secret ends in a heap dump's table index. */
    @Override
    public int hashCode() {
        return bytes.length;
    }

    /** The length, never the secret. */
    @Override
    public String toString() {
        return "OtpKey(" + bytes.length + " bytes)";
    }
}
