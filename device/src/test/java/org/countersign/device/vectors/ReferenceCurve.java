package org.countersign.device.vectors;

import static org.countersign.device.vectors.Reference.concat;
import static org.countersign.device.vectors.Reference.hmac;
import static org.countersign.device.vectors.Reference.sha256;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.ECPrivateKeySpec;
import java.util.Arrays;
import org.countersign.device.wire.P256;
import org.jspecify.annotations.Nullable;

/**
 * P-256 by school arithmetic with deterministic signatures, so that the same vectors come out each time. Not for secrets:
 * its time depends on them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6979#section-3.2">RFC 6979, section 3.2</a>
 */
public final class ReferenceCurve {
    private static final BigInteger P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    private static final BigInteger N =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final Point G = new Point(
            new BigInteger("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", 16),
            new BigInteger("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5", 16));

    private ReferenceCurve() {}

    record Point(BigInteger x, BigInteger y) {}

    /** A private key that depends on the name alone. */
    public static BigInteger privateKey(String name) {
        return new BigInteger(1, sha256(("countersign vector key " + name).getBytes(Reference.UTF_8)))
                .mod(N.subtract(BigInteger.ONE))
                .add(BigInteger.ONE);
    }

    /** The public point {@code 04 ‖ X ‖ Y}. */
    public static byte[] publicKey(BigInteger privateKey) {
        Point point = multiply(G, privateKey);
        return concat(new byte[] {4}, fixed(point.x), fixed(point.y));
    }

    /** The shared secret. */
    public static byte[] agree(BigInteger own, byte[] theirs) {
        return fixed(multiply(new Point(new BigInteger(1, theirs, 1, 32), new BigInteger(1, theirs, 33, 32)), own).x);
    }

    /** The deterministic signature {@code R ‖ S} with SHA-256. */
    public static byte[] sign(BigInteger key, byte[] message) {
        byte[] hash = sha256(message);
        BigInteger z = new BigInteger(1, hash);
        byte[] seed = concat(fixed(key), fixed(z.mod(N)));
        byte[] v = new byte[32];
        Arrays.fill(v, (byte) 1);
        byte[] k = new byte[32];
        k = hmac(k, v, new byte[] {0}, seed);
        v = hmac(k, v);
        k = hmac(k, v, new byte[] {1}, seed);
        v = hmac(k, v);
        while (true) {
            v = hmac(k, v);
            BigInteger nonce = new BigInteger(1, v);
            if (nonce.signum() > 0 && nonce.compareTo(N) < 0) {
                BigInteger r = multiply(G, nonce).x.mod(N);
                BigInteger s =
                        nonce.modInverse(N).multiply(z.add(r.multiply(key))).mod(N);
                if (r.signum() > 0 && s.signum() > 0) {
                    return concat(fixed(r), fixed(s));
                }
            }
            k = hmac(k, v, new byte[] {0});
            v = hmac(k, v);
        }
    }

    /** The same key for the JDK. */
    public static PrivateKey jdkKey(BigInteger key) {
        try {
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new ECPrivateKeySpec(
                            key, P256.decode(publicKey(key)).getParams()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** 32 bytes, big-endian. */
    public static byte[] fixed(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] result = new byte[32];
        int size = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - size, result, 32 - size, size);
        return result;
    }

    private static Point multiply(Point point, BigInteger scalar) {
        Point result = null;
        for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
            result = add(result, result);
            if (scalar.testBit(bit)) {
                result = add(result, point);
            }
        }
        if (result == null) {
            throw new IllegalArgumentException("Zero has no point");
        }
        return result;
    }

    private static @Nullable Point add(@Nullable Point a, @Nullable Point b) {
        if (a == null) {
            return b;
        }
        if (b == null) {
            return a;
        }
        if (a.x.equals(b.x) && !a.y.equals(b.y)) {
            return null;
        }
        BigInteger slope = a.equals(b)
                ? a.x.pow(2)
                        .subtract(BigInteger.ONE)
                        .multiply(BigInteger.valueOf(3))
                        .multiply(a.y.shiftLeft(1).modInverse(P))
                : b.y.subtract(a.y).multiply(b.x.subtract(a.x).mod(P).modInverse(P));
        BigInteger x = slope.pow(2).subtract(a.x).subtract(b.x).mod(P);
        return new Point(x, slope.multiply(a.x.subtract(x)).subtract(a.y).mod(P));
    }
}
