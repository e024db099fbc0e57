package org.countersign.otp;

import java.util.Arrays;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What opens an encrypted PSKC document: nothing, a key agreed beforehand, or a passphrase.
 *
 * <p>Whichever it is travels apart from the document; it is copied in and cannot be read out.
 */
public final class PskcTransportKey implements AutoCloseable {
    private final byte @Nullable [] preShared;
    private final char @Nullable [] passphrase;

    private PskcTransportKey(byte @Nullable [] preShared, char @Nullable [] passphrase) {
        this.preShared = preShared;
        this.passphrase = passphrase;
    }

    /** For a document whose secrets lie open. */
    public static PskcTransportKey none() {
        return new PskcTransportKey(null, null);
    }

    /**
     * A key agreed with the sender, used as it is.
     *
     * @throws IllegalArgumentException if it is not an AES key: 16, 24 or 32 bytes
     */
    public static PskcTransportKey preShared(byte[] key) {
        if (key.length != 16 && key.length != 24 && key.length != 32) {
            throw new IllegalArgumentException("A pre-shared key must have 16, 24 or 32 bytes, but has " + key.length);
        }
        return new PskcTransportKey(key.clone(), null);
    }

    /**
     * A passphrase, from which the document says how to derive the key.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public static PskcTransportKey passphrase(char[] passphrase) {
        if (passphrase.length == 0) {
            throw new IllegalArgumentException("A passphrase must not be empty");
        }
        return new PskcTransportKey(null, passphrase.clone());
    }

    /** A copy of the pre-shared key, or null if this is none. */
    byte @Nullable [] preSharedKey() {
        return preShared == null ? null : preShared.clone();
    }

    /** What PBKDF2 needs to derive a key from the passphrase, or null if this is none. */
    @Nullable
    PBEKeySpec derivation(byte[] salt, int iterations, int keyLengthBytes) {
        return passphrase == null ? null : new PBEKeySpec(passphrase, salt, iterations, keyLengthBytes * Byte.SIZE);
    }

    /** Overwrites what it holds. */
    @Override
    public void close() {
        if (preShared != null) {
            Arrays.fill(preShared, (byte) 0);
        }
        if (passphrase != null) {
            Arrays.fill(passphrase, '\0');
        }
    }

    /** The kind, never the key. */
    @Override
    public String toString() {
        return preShared != null
                ? "PskcTransportKey(pre-shared)"
                : passphrase != null ? "PskcTransportKey(passphrase)" : "PskcTransportKey(none)";
    }
}
