package org.countersign.server.kernel;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;

/** Keys on the curve P-256 and their bytes on the wire: uncompressed points (SEC 1 §2.3.3), raw private scalars. */
public final class P256 {
    /** Length of an uncompressed point: {@code 04 ‖ X ‖ Y}. */
    public static final int POINT_BYTES = 65;

    private static final ECParameterSpec CURVE = curve();

    private P256() {}

    /** Returns a new key pair. */
    public static KeyPair generate(Randomness randomness) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), randomness.generator());
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no P-256", missing);
        }
    }

    /** Returns the 65 bytes of a public key. */
    public static byte[] point(ECPublicKey key) {
        byte[] point = new byte[POINT_BYTES];
        point[0] = 4;
        write(key.getW().getAffineX(), point, 1);
        write(key.getW().getAffineY(), point, 33);
        return point;
    }

    /**
     * Reads a public key from its 65 bytes.
     *
     * @throws IllegalArgumentException when they are no point on the curve
     */
    public static ECPublicKey publicKey(byte[] point) {
        if (point.length != POINT_BYTES || point[0] != 4) {
            throw new IllegalArgumentException("a P-256 point has 65 bytes and starts with 04");
        }
        BigInteger x = new BigInteger(1, point, 1, 32);
        BigInteger y = new BigInteger(1, point, 33, 32);
        BigInteger p = ((ECFieldFp) CURVE.getCurve().getField()).getP();
        BigInteger right = x.modPow(BigInteger.valueOf(3), p)
                .add(CURVE.getCurve().getA().multiply(x))
                .add(CURVE.getCurve().getB())
                .mod(p);
        if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0 || !y.multiply(y).mod(p).equals(right)) {
            throw new IllegalArgumentException("the point is not on P-256");
        }
        try {
            return (ECPublicKey)
                    KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), CURVE));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no P-256", missing);
        }
    }

    /** Returns the 32 bytes of a private key. */
    public static SecretBytes scalar(ECPrivateKey key) {
        byte[] scalar = new byte[32];
        write(key.getS(), scalar, 0);
        return SecretBytes.copyOf(scalar);
    }

    /** Reads a private key from its 32 bytes. */
    public static ECPrivateKey privateKey(SecretBytes scalar) {
        try {
            return (ECPrivateKey) KeyFactory.getInstance("EC")
                    .generatePrivate(new ECPrivateKeySpec(new BigInteger(1, scalar.exposed()), CURVE));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no P-256", missing);
        }
    }

    private static void write(BigInteger number, byte[] into, int offset) {
        byte[] bytes = number.toByteArray();
        int skip = Math.max(0, bytes.length - 32);
        int length = bytes.length - skip;
        System.arraycopy(bytes, skip, into, offset + 32 - length, length);
    }

    private static ECParameterSpec curve() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no P-256", missing);
        }
    }
}
