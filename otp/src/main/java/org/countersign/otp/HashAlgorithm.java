package org.countersign.otp;

import java.util.Locale;
import java.util.Optional;

/**
 * The hash functions a passcode may be computed with, each used inside HMAC (RFC 2104).
 *
 * <p>The names are those that {@code otpauth} links and OCRA suites use. SHA-1 is listed because RFC 4226 prescribes it
 * and nearly every third-party token uses it; inside HMAC its collisions do no harm.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6238#section-1.2">RFC 6238, section 1.2</a>
 */
public enum HashAlgorithm {
    /** HMAC-SHA-1, 20 bytes: the one of RFC 4226, and the default of every format that lets it be left out. */
    SHA1("HmacSHA1", "SHA-1", 20),
    /** HMAC-SHA-256, 32 bytes. */
    SHA256("HmacSHA256", "SHA-256", 32),
    /** HMAC-SHA-512, 64 bytes. */
    SHA512("HmacSHA512", "SHA-512", 64);

    private final String macName;
    private final String digestName;
    private final int outputLengthBytes;

    HashAlgorithm(String macName, String digestName, int outputLengthBytes) {
        this.macName = macName;
        this.digestName = digestName;
        this.outputLengthBytes = outputLengthBytes;
    }

    /**
     * Finds the algorithm of this name, in upper or lower case: {@code SHA1}, {@code SHA256} or {@code SHA512}.
     *
     * @return the algorithm, or empty when the name is none of the three
     */
    public static Optional<HashAlgorithm> named(String name) {
        String upperCase = name.toUpperCase(Locale.ROOT);
        for (HashAlgorithm algorithm : values()) {
            if (algorithm.name().equals(upperCase)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The length of the hash, hence of the HMAC value, in bytes: 20, 32 or 64. It is also the advised key length. */
    public int outputLengthBytes() {
        return outputLengthBytes;
    }

    /** The name under which {@link javax.crypto.Mac} knows the HMAC of this hash. */
    String macName() {
        return macName;
    }

    /** The name under which {@link java.security.MessageDigest} knows the hash. */
    String digestName() {
        return digestName;
    }
}
