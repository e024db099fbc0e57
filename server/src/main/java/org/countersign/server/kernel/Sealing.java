package org.countersign.server.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets that lie in the database: AES-256-GCM under a key derived from the master key, bound to the row the
 * value belongs to. The layout is docs/formats/sealed-value.md.
 */
public final class Sealing {
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String ALGORITHM = "AES/GCM/NoPadding";

    /** Looked for once: the search through all providers costs more than opening a seed. */
    private static final Provider PROVIDER = provider();

    private final SecretKey sealingKey;
    private final SecretKey derivationKey;
    private final Randomness randomness;

    /** Takes the 32-byte master key; {@code masterKey} can be closed afterwards. */
    public Sealing(SecretBytes masterKey, Randomness randomness) {
        if (masterKey.length() != 32) {
            throw new IllegalArgumentException("the master key has 32 bytes, not " + masterKey.length());
        }
        this.sealingKey = new SecretKeySpec(derive(masterKey, "countersign/sealing/v1"), "AES");
        this.derivationKey = new SecretKeySpec(derive(masterKey, "countersign/derivation/v1"), "HmacSHA256");
        this.randomness = randomness;
    }

    /** Returns {@code secret} sealed for {@code place}. */
    public byte[] seal(SecretBytes secret, SealedPlace place) {
        byte[] nonce = randomness.bytes(NONCE_BYTES);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, place);
            byte[] sealed = cipher.doFinal(secret.exposed());
            return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("this Java cannot seal with AES-GCM", broken);
        }
    }

    /**
     * Opens what {@link #seal} made for the same place.
     *
     * @throws SealBroken when the value was made for another place, under another key, or was changed: an alarm, never
     *     'wrong passcode'
     */
    public SecretBytes open(byte[] sealed, SealedPlace place) {
        if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != VERSION) {
            throw new SealBroken(place);
        }
        byte[] nonce = new byte[NONCE_BYTES];
        System.arraycopy(sealed, 1, nonce, 0, NONCE_BYTES);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, place);
            byte[] opened = cipher.doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES);
            SecretBytes secret = SecretBytes.copyOf(opened);
            Arrays.fill(opened, (byte) 0);
            return secret;
        } catch (AEADBadTagException changed) {
            throw new SealBroken(place, changed);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("this Java cannot open AES-GCM", broken);
        }
    }

    /**
     * Derives {@code length} bytes that only this server can compute, for values that need not be stored.
     *
     * @param purpose what for; different purposes never share bytes
     * @param subject what about, for example an id
     */
    public byte[] derived(String purpose, byte[] subject, int length) {
        byte[] info = ByteBuffer.allocate(4 + purpose.length() + subject.length)
                .putInt(purpose.length())
                .put(purpose.getBytes(StandardCharsets.US_ASCII))
                .put(subject)
                .array();
        try {
            return KDF.getInstance("HKDF-SHA256").deriveData(HKDFParameterSpec.expandOnly(derivationKey, info, length));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("this Java has no HKDF", broken);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, SealedPlace place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(ALGORITHM, PROVIDER);
        cipher.init(mode, sealingKey, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.additionalData());
        return cipher;
    }

    private static Provider provider() {
        try {
            return Cipher.getInstance(ALGORITHM).getProvider();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("this Java has no AES-GCM", broken);
        }
    }

    private static byte[] derive(SecretBytes masterKey, String purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(masterKey.exposed())
                            .thenExpand(purpose.getBytes(StandardCharsets.US_ASCII), 32));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("this Java has no HKDF", broken);
        }
    }

    /** A sealed value that does not open in its place: changed, moved from another row, or sealed under another key. */
    public static final class SealBroken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SealBroken(SealedPlace place) {
            super("a sealed value does not belong to " + place);
        }

        SealBroken(SealedPlace place, GeneralSecurityException cause) {
            super("a sealed value does not belong to " + place, cause);
        }
    }
}
