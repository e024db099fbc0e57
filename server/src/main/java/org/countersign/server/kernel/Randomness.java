package org.countersign.server.kernel;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/** The only source of randomness; tests hand it a scripted generator. */
public final class Randomness {
    private final SecureRandom generator;
    private final InstantSource time;

    public Randomness(SecureRandom generator, InstantSource time) {
        this.generator = generator;
        this.time = time;
    }

    /** Returns {@code count} random bytes. */
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        generator.nextBytes(bytes);
        return bytes;
    }

    /** Returns a whole number, 0 up to but not including {@code bound}, each equally likely. */
    public int below(int bound) {
        return generator.nextInt(bound);
    }

    /** Returns a new id that sorts by time (UUID version 7, RFC 9562 §5.7): index pages fill in order. */
    public UUID newId() {
        long millis = time.millis();
        long high = (millis << 16) | 0x7000L | (generator.nextInt() & 0x0FFFL);
        long low = (generator.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** Returns an id of 122 random bits (UUID version 4): where guessing it must be hopeless. */
    public UUID newUnguessableId() {
        long high = (generator.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
        long low = (generator.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** Returns the generator itself, for the JDK's key generators and signatures, which ask for one. */
    public SecureRandom generator() {
        return generator;
    }
}
