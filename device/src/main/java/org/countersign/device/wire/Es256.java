package org.countersign.device.wire;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;

/**
 * ES256 signatures, and the way between {@code R ‖ S} of JSON Web Signatures and the DER form of Java's providers.
 *
 * <p>Done by hand because Android has no {@code SHA256withECDSAinP1363Format}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.4">RFC 7518, section 3.4</a>
 */
public final class Es256 {
    /** Length of a signature {@code R ‖ S} in bytes. */
    public static final int SIGNATURE_LENGTH = 64;

    private static final int HALF = 32;

    private Es256() {}

    /** The 64-byte signature of a message. */
    public static byte[] sign(MessageSigner signer, byte[] message) {
        return fromDer(signer.signatureInDer(message));
    }

    /** Whether the 64-byte signature is this key's over this message. */
    public static boolean isValid(ECPublicKey key, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_LENGTH) {
            return false;
        }
        BigInteger r = new BigInteger(1, signature, 0, HALF);
        BigInteger s = new BigInteger(1, signature, HALF, HALF);
        if (!isScalar(r) || !isScalar(s)) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(toDer(r, s));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The 64 bytes {@code R ‖ S} of a DER signature {@code SEQUENCE { INTEGER r, INTEGER s }}. */
    public static byte[] fromDer(byte[] der) {
        // Two integers of at most 33 bytes: every length fits in one byte, so the long form never occurs.
        if (der.length < 8 || der[0] != 0x30 || der[1] != der.length - 2 || der[2] != 0x02) {
            throw new IllegalArgumentException("Not a DER signature of P-256");
        }
        int rLength = der[3];
        int sTag = 4 + rLength;
        if (rLength < 1 || sTag + 2 > der.length || der[sTag] != 0x02 || der[sTag + 1] != der.length - sTag - 2) {
            throw new IllegalArgumentException("Not a DER signature of P-256");
        }
        int sLength = der[sTag + 1];
        if (sLength < 1) {
            throw new IllegalArgumentException("Not a DER signature of P-256");
        }
        byte[] raw = new byte[SIGNATURE_LENGTH];
        putUnsigned(new BigInteger(der, 4, rLength), raw, 0, HALF);
        putUnsigned(new BigInteger(der, sTag + 2, sLength), raw, HALF, HALF);
        return raw;
    }

    private static byte[] toDer(BigInteger r, BigInteger s) {
        byte[] rBytes = r.toByteArray();
        byte[] sBytes = s.toByteArray();
        return Octets.concat(
                new byte[] {0x30, (byte) (4 + rBytes.length + sBytes.length), 0x02, (byte) rBytes.length},
                rBytes,
                new byte[] {0x02, (byte) sBytes.length},
                sBytes);
    }

    private static boolean isScalar(BigInteger value) {
        return value.signum() > 0 && value.compareTo(P256.ORDER) < 0;
    }

    /** Writes a value that is not negative, big-endian, into exactly {@code length} bytes. */
    static void putUnsigned(BigInteger value, byte[] target, int offset, int length) {
        byte[] bytes = value.toByteArray();
        int skip = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        int size = bytes.length - skip;
        if (value.signum() < 0 || size > length) {
            throw new IllegalArgumentException("The number does not fit");
        }
        System.arraycopy(bytes, skip, target, offset + length - size, size);
    }
}
