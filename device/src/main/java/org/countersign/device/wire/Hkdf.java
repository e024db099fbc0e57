package org.countersign.device.wire;

import java.util.Arrays;

/**
 * HKDF over HMAC-SHA-256, written out because Android has no such function.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5869#section-2">RFC 5869, section 2</a>
 */
public final class Hkdf {
    private static final int HASH_LENGTH = 32;

    private Hkdf() {}

    /** The pseudorandom key of 32 bytes; an empty salt means 32 zero bytes (section 2.2). */
    public static byte[] extract(byte[] salt, byte[] ikm) {
        return Octets.hmacSha256(salt, ikm);
    }

    /** {@code length} bytes of key material, 1 to 8160 (section 2.3). */
    public static byte[] expand(byte[] prk, byte[] info, int length) {
        if (length < 1 || length > 255 * HASH_LENGTH) {
            throw new IllegalArgumentException("HKDF makes 1 to 8160 bytes, not " + length);
        }
        byte[] output = new byte[length];
        byte[] block = new byte[0];
        for (int done = 0, n = 1; done < length; done += block.length, n++) {
            byte[] next = Octets.hmacSha256(prk, block, info, new byte[] {(byte) n});
            Arrays.fill(block, (byte) 0);
            block = next;
            System.arraycopy(block, 0, output, done, Math.min(block.length, length - done));
        }
        Arrays.fill(block, (byte) 0);
        return output;
    }
}
