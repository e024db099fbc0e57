package org.countersign.cli.audit;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** A P-256 key that signs statements about the record. */
final class AuditKey {
    private final PublicKey key;
    private final String fingerprint;

    private AuditKey(PublicKey key, String fingerprint) {
        this.key = key;
        this.fingerprint = fingerprint;
    }

    /** Reads a key from its uncompressed point, {@code 04 ‖ X ‖ Y}. */
    static AuditKey of(byte[] point) throws JsonLine.Unreadable {
        if (point.length != 65 || point[0] != 4) {
            throw new JsonLine.Unreadable("a key is not a point of P-256");
        }
        try {
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec("secp256r1"));
            ECPoint where = new ECPoint(
                    new BigInteger(1, Arrays.copyOfRange(point, 1, 33)),
                    new BigInteger(1, Arrays.copyOfRange(point, 33, 65)));
            PublicKey key = KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(where, curve.getParameterSpec(ECParameterSpec.class)));
            return new AuditKey(
                    key,
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(point)));
        } catch (GeneralSecurityException bad) {
            throw new JsonLine.Unreadable("a key is not a point of P-256");
        }
    }

    /** Returns SHA-256 of the point as 64 hexadecimal digits. */
    String fingerprint() {
        return fingerprint;
    }

    boolean signed(byte[] content, byte[] signature) {
        try {
            Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
            check.initVerify(key);
            check.update(content);
            return check.verify(signature);
        } catch (GeneralSecurityException notASignature) {
            return false;
        }
    }
}
