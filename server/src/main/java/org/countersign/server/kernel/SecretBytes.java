package org.countersign.server.kernel;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Secret bytes that reach nobody by accident: no content in {@link #toString()}, comparison in constant time, and one
 * named way to look inside, {@link #exposed()}, so that a search finds every place that does.
 */
public final class SecretBytes implements AutoCloseable {
    private final byte[] bytes;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes a copy of {@code bytes}; the caller still has to clear its own. */
    public static SecretBytes copyOf(byte[] bytes) {
        return new SecretBytes(bytes.clone());
    }

    /** Returns a copy of the secret; the caller clears it after use. */
    public byte[] exposed() {
        return bytes.clone();
    }

    /** Returns the number of bytes. */
    public int length() {
        return bytes.length;
    }

    /** Overwrites the secret with zeros. */
    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretBytes that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return SecretBytes.class.hashCode();
    }

    @Override
    public String toString() {
        return "SecretBytes[" + bytes.length + "]";
    }
}
