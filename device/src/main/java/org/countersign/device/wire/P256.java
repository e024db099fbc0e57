package org.countersign.device.wire;

import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.crypto.KeyAgreement;

/**
 * Keys on the curve P-256: as uncompressed points of 65 bytes, always checked to be on the curve, and agreed upon.
 *
 * @see <a href="https://www.secg.org/sec1-v2.pdf">SEC 1, sections 2.3.3 and 3.2.2</a>
 */
public final class P256 {
    /** Length of an uncompressed point in bytes: {@code 04 ‖ X ‖ Y}. */
    public static final int POINT_LENGTH = 65;

    static final BigInteger ORDER = hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

    private static final int COORDINATE_LENGTH = 32;
    private static final BigInteger PRIME = hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
    private static final BigInteger A = PRIME.subtract(BigInteger.valueOf(3));
    private static final BigInteger B = hex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");
    private static final ECParameterSpec PARAMETERS = new ECParameterSpec(
            new EllipticCurve(new ECFieldFp(PRIME), A, B),
            new ECPoint(
                    hex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"),
                    hex("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")),
            ORDER,
            1);

    private P256() {}

    /** A new key pair. */
    public static KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform lacks P-256", e);
        }
    }

    /** The 65 bytes {@code 04 ‖ X ‖ Y} of a public key. */
    public static byte[] encode(ECPublicKey key) {
        byte[] point = new byte[POINT_LENGTH];
        point[0] = 4;
        putUnsigned(key.getW().getAffineX(), point, 1);
        putUnsigned(key.getW().getAffineY(), point, 1 + COORDINATE_LENGTH);
        return point;
    }

    /**
     * The public key of these 65 bytes.
     *
     * @throws ProtocolException {@code message_malformed} unless they are an uncompressed point on the curve
     */
    public static ECPublicKey decode(byte[] point) {
        if (point.length != POINT_LENGTH || point[0] != 4) {
            throw ProtocolException.malformed("A key is not an uncompressed P-256 point.");
        }
        return publicKey(
                new BigInteger(1, point, 1, COORDINATE_LENGTH),
                new BigInteger(1, point, 1 + COORDINATE_LENGTH, COORDINATE_LENGTH));
    }

    /**
     * The public key of a JSON Web Key with exactly {@code kty}, {@code crv}, {@code x} and {@code y}.
     *
     * @throws ProtocolException {@code message_malformed} for any other key
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-6.2.1">RFC 7518, section 6.2.1</a>
     */
    public static ECPublicKey fromJwk(Fields jwk) {
        if (!jwk.string("kty", 8).equals("EC") || !jwk.string("crv", 8).equals("P-256")) {
            throw ProtocolException.malformed("A key is not a P-256 key.");
        }
        ECPublicKey key = publicKey(
                new BigInteger(1, jwk.octets("x", COORDINATE_LENGTH)),
                new BigInteger(1, jwk.octets("y", COORDINATE_LENGTH)));
        jwk.nothingElse();
        return key;
    }

    /** The JSON Web Key of a public key: {@code kty}, {@code crv}, {@code x}, {@code y}. */
    public static JsonObject toJwk(ECPublicKey key) {
        byte[] point = encode(key);
        JsonObject jwk = new JsonObject();
        jwk.addProperty("kty", "EC");
        jwk.addProperty("crv", "P-256");
        jwk.addProperty("x", Base64Url.encode(java.util.Arrays.copyOfRange(point, 1, 33)));
        jwk.addProperty("y", Base64Url.encode(java.util.Arrays.copyOfRange(point, 33, 65)));
        return jwk;
    }

    /** The private key of its PKCS#8 form. */
    public static PrivateKey privateKey(byte[] pkcs8) {
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw ProtocolException.malformed("A stored private key cannot be read.");
        }
    }

    /** The shared secret {@code Z}: the X coordinate, 32 bytes. */
    public static byte[] sharedSecret(PrivateKey own, ECPublicKey theirs) {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(own);
            agreement.doPhase(theirs, true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw ProtocolException.malformed("The two keys cannot agree.");
        }
    }

    /** Whether the coordinates are in the field and satisfy y² = x³ − 3x + b; P-256 has no smaller subgroup. */
    static boolean isOnCurve(BigInteger x, BigInteger y) {
        if (x.signum() < 0 || y.signum() < 0 || x.compareTo(PRIME) >= 0 || y.compareTo(PRIME) >= 0) {
            return false;
        }
        BigInteger right = x.multiply(x).add(A).multiply(x).add(B).mod(PRIME);
        return y.multiply(y).mod(PRIME).equals(right);
    }

    private static ECPublicKey publicKey(BigInteger x, BigInteger y) {
        if (!isOnCurve(x, y)) {
            throw ProtocolException.malformed("A key is not on the curve P-256.");
        }
        try {
            return (ECPublicKey)
                    KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), PARAMETERS));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform lacks P-256", e);
        }
    }

    private static void putUnsigned(BigInteger value, byte[] target, int offset) {
        Es256.putUnsigned(value, target, offset, COORDINATE_LENGTH);
    }

    private static BigInteger hex(String digits) {
        return new BigInteger(digits, 16);
    }
}
