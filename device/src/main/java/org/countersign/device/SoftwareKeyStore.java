package org.countersign.device;

import com.google.gson.JsonObject;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.countersign.device.wire.Base64Url;
import org.countersign.device.wire.ErrorCodes;
import org.countersign.device.wire.Fields;
import org.countersign.device.wire.Hkdf;
import org.countersign.device.wire.Json;
import org.countersign.device.wire.Octets;
import org.countersign.device.wire.P256;
import org.countersign.device.wire.ProtocolException;

/**
 * A key store without hardware: one AES-256 key from outside seals everything else, signing keys included.
 *
 * <p>It keeps policy level 1 at best: who reads the AES key and the records has the tokens.
 */
public final class SoftwareKeyStore implements DeviceKeyStore {
    /** Length of the sealing key in bytes. */
    public static final int KEY_LENGTH = 32;

    private static final int IV_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey sealingKey;
    private final RecordStore records;
    private final SecureRandom random;
    private final Map<String, DeviceKey> opened = new ConcurrentHashMap<>();

    /**
     * Opens a key store.
     *
     * @param sealingKey 32 bytes; copied
     * @param records where sealed signing keys lie, under {@code key/<id>}
     */
    public SoftwareKeyStore(byte[] sealingKey, RecordStore records, SecureRandom random) {
        if (sealingKey.length != KEY_LENGTH) {
            throw new IllegalArgumentException("The sealing key has 32 bytes, not " + sealingKey.length);
        }
        this.sealingKey = new SecretKeySpec(sealingKey, "AES");
        this.records = records;
        this.random = random;
    }

    @Override
    public DeviceKey provide(String keyId) {
        return opened.computeIfAbsent(
                keyId,
                id -> records.change(all -> {
                    String stored = all.get(recordName(id));
                    return stored == null ? create(id, all) : open(id, stored);
                }));
    }

    @Override
    public void delete(String keyId) {
        opened.remove(keyId);
        records.change(all -> all.remove(recordName(keyId)));
    }

    @Override
    public SealedValue seal(byte[] plaintext, byte[] aad) {
        byte[] iv = new byte[IV_LENGTH];
        random.nextBytes(iv);
        try {
            byte[] ciphertext = cipher(Cipher.ENCRYPT_MODE, iv, aad).doFinal(plaintext);
            return new SealedValue(Base64Url.encode(iv), Base64Url.encode(ciphertext));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform lacks AES-GCM", e);
        }
    }

    @Override
    public byte[] open(SealedValue sealed, byte[] aad) {
        try {
            byte[] iv = Base64Url.decode(sealed.iv(), IV_LENGTH);
            return cipher(Cipher.DECRYPT_MODE, iv, aad).doFinal(Base64Url.decode(sealed.ciphertext()));
        } catch (GeneralSecurityException | ProtocolException e) {
            throw new ProtocolException(
                    ErrorCodes.VAULT_DAMAGED, "A record of the vault cannot be opened with this device's key.");
        }
    }

    @Override
    public byte[] peppered(byte[] message) {
        byte[] key = sealingKey.getEncoded();
        byte[] pepper = Hkdf.expand(key, Octets.utf8("countersign/pepper/v1"), KEY_LENGTH);
        try {
            return Octets.hmacSha256(pepper, message);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(pepper, (byte) 0);
        }
    }

    private Cipher cipher(int mode, byte[] iv, byte[] aad) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, sealingKey, new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD(aad);
        return cipher;
    }

    private DeviceKey create(String id, Map<String, String> all) {
        KeyPair pair = P256.generate(random);
        ECPublicKey publicKey = (ECPublicKey) pair.getPublic();
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        SealedValue sealed = seal(pkcs8, aad(id));
        Arrays.fill(pkcs8, (byte) 0);
        JsonObject record = new JsonObject();
        record.addProperty("iv", sealed.iv());
        record.addProperty("ciphertext", sealed.ciphertext());
        record.addProperty("point", Base64Url.encode(P256.encode(publicKey)));
        all.put(recordName(id), record.toString());
        return new SoftwareKey(pair.getPrivate(), publicKey);
    }

    private DeviceKey open(String id, String stored) {
        Fields fields = new Fields(Json.parse(stored));
        byte[] pkcs8 = open(new SealedValue(fields.string("iv", 64), fields.string("ciphertext", 4096)), aad(id));
        try {
            return new SoftwareKey(P256.privateKey(pkcs8), P256.decode(fields.octets("point", P256.POINT_LENGTH)));
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private static byte[] aad(String id) {
        return Octets.concat(Octets.lp(Octets.utf8("countersign/device-key/v1")), Octets.lp(Octets.utf8(id)));
    }

    private static String recordName(String id) {
        return "key/" + id;
    }

    private static final class SoftwareKey implements DeviceKey {
        private final PrivateKey privateKey;
        private final ECPublicKey publicKey;

        SoftwareKey(PrivateKey privateKey, ECPublicKey publicKey) {
            this.privateKey = privateKey;
            this.publicKey = publicKey;
        }

        @Override
        public ECPublicKey publicKey() {
            return publicKey;
        }

        @Override
        public byte[] signatureInDer(byte[] message) {
            try {
                Signature signature = Signature.getInstance("SHA256withECDSA");
                signature.initSign(privateKey);
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("This Java platform lacks ECDSA", e);
            }
        }
    }
}
