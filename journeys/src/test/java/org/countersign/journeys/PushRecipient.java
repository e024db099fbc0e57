package org.countersign.journeys;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The keys of a browser's push subscription, and what the browser does with them: RFC 8291, written anew from it. */
final class PushRecipient {
    private static final int SALT_BYTES = 16;
    private static final int COORDINATE_BYTES = 32;
    private static final byte LAST_RECORD = 2;

    private final KeyPair keys;
    private final byte[] auth = new byte[16];

    PushRecipient() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
        new SecureRandom().nextBytes(auth);
    }

    /** Returns {@code p256dh} of the subscription. */
    String publicKey() {
        return encoded(point());
    }

    /** Returns {@code auth} of the subscription. */
    String authSecret() {
        return encoded(auth);
    }

    /** Returns what the sender wrote. */
    String read(byte[] body) {
        try {
            ByteBuffer message = ByteBuffer.wrap(body);
            byte[] salt = new byte[SALT_BYTES];
            message.get(salt).getInt();
            byte[] sender = new byte[message.get()];
            message.get(sender);
            byte[] record = new byte[message.remaining()];
            message.get(record);
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(keys.getPrivate());
            agreement.doPhase(publicKey(sender), true);
            byte[] info = joined(bytes("WebPush: info\0"), point(), sender);
            byte[] material = derived(auth, agreement.generateSecret(), info, 32);
            byte[] key = derived(salt, material, bytes("Content-Encoding: aes128gcm\0"), 16);
            byte[] nonce = derived(salt, material, bytes("Content-Encoding: nonce\0"), 12);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            byte[] padded = cipher.doFinal(record);
            if (padded[padded.length - 1] != LAST_RECORD) {
                throw new IllegalStateException("not the last record");
            }
            return new String(Arrays.copyOf(padded, padded.length - 1), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException notForUs) {
            throw new IllegalStateException("a message that this browser cannot read", notForUs);
        }
    }

    private byte[] point() {
        ECPoint place = ((ECPublicKey) keys.getPublic()).getW();
        return joined(new byte[] {4}, coordinate(place.getAffineX()), coordinate(place.getAffineY()));
    }

    private PublicKey publicKey(byte[] point) throws GeneralSecurityException {
        ECPoint place = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + COORDINATE_BYTES)),
                new BigInteger(1, Arrays.copyOfRange(point, 1 + COORDINATE_BYTES, point.length)));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(place, ((ECPublicKey) keys.getPublic()).getParams()));
    }

    /** Returns a number in as many bytes as a coordinate has, whatever its sign and its zeros in front. */
    private static byte[] coordinate(BigInteger number) {
        byte[] signed = number.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(signed.length, COORDINATE_BYTES);
        System.arraycopy(signed, signed.length - length, fixed, COORDINATE_BYTES - length, length);
        return fixed;
    }

    private static byte[] derived(byte[] salt, byte[] material, byte[] info, int length)
            throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(HKDFParameterSpec.ofExtract()
                        .addSalt(salt)
                        .addIKM(material)
                        .thenExpand(info, length));
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer whole = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            whole.put(part);
        }
        return whole.array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
