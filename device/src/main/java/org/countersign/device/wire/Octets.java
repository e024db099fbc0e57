package org.countersign.device.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The notation of the format pages: {@code ‖}, {@code lp(x)}, SHA-256 and HMAC-SHA-256 over byte strings. */
public final class Octets {
    private Octets() {}

    /** The parts one after the other. */
    public static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part, 0, part.length);
        }
        return all.toByteArray();
    }

    /** The four-byte big-endian length of {@code part}, then {@code part}. */
    public static byte[] lp(byte[] part) {
        return ByteBuffer.allocate(4 + part.length)
                .putInt(part.length)
                .put(part)
                .array();
    }

    /** The UTF-8 bytes of a text. */
    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The ASCII bytes of a text; anything else becomes a question mark, so it is for what is known to be ASCII. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** SHA-256 over the parts one after the other. */
    public static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform lacks SHA-256", e);
        }
    }

    /**
     * HMAC-SHA-256 over the parts one after the other.
     *
     * @param key any length; empty means a key of zeros, which HMAC makes of it anyway
     */
    public static byte[] hmacSha256(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            // SecretKeySpec takes no empty key; HMAC pads any short key with zeros, so one zero byte is the same key.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform lacks HmacSHA256", e);
        }
    }

    /** Whether both hold the same bytes; the time taken does not tell where they differ. */
    public static boolean areEqual(byte[] left, byte[] right) {
        return MessageDigest.isEqual(left, right);
    }
}
