package org.countersign.server.audit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** One link of a lane: its number and its hash. */
final class Link {
    static final Link BEFORE_THE_FIRST = new Link(0, new byte[32]);

    final long sequence;
    final byte[] hash;

    Link(long sequence, byte[] hash) {
        this.sequence = sequence;
        this.hash = hash;
    }

    Link next(byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(hash);
            digest.update(ByteBuffer.allocate(8).putLong(sequence + 1).array());
            return new Link(sequence + 1, digest.digest(content));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }

    boolean hasHash(byte[] other) {
        return Arrays.equals(hash, other);
    }
}
