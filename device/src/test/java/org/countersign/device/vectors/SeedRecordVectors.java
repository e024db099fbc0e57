package org.countersign.device.vectors;

import static org.countersign.device.vectors.Reference.b64u;
import static org.countersign.device.vectors.Reference.bytes;
import static org.countersign.device.vectors.Reference.concat;
import static org.countersign.device.vectors.Reference.hex;
import static org.countersign.device.vectors.Reference.json;
import static org.countersign.device.vectors.Reference.lp;
import static org.countersign.device.vectors.Reference.utf8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Makes {@code seed-record.json}. */
final class SeedRecordVectors {
    private SeedRecordVectors() {}

    static JsonObject make() {
        JsonArray good = new JsonArray();
        JsonArray bad = new JsonArray();
        for (int length : new int[] {20, 32, 64}) {
            byte[] seed = concat(bytes("seed one", 32), bytes("seed two", 32));
            JsonObject entry = entry("CS00000" + length, Arrays.copyOf(seed, length), bytes("iv" + length, 12));
            good.add(entry);
            byte[] ciphertext = Reference.unb64u(entry.get("ciphertext_b64u").getAsString());
            ciphertext[0] ^= 1;
            bad.add(bad(entry, "first byte flipped", "ciphertext_b64u", b64u(ciphertext)));
            bad.add(bad(entry, "another serial", "serial", "CS99999999"));
            bad.add(bad(entry, "another PIN kind", "pinKind", "SERVER"));
            bad.add(bad(entry, "another iv", "iv_b64u", b64u(bytes("other iv", 12))));
        }
        return json("page", "docs/formats/seed-record.md", "good", good, "bad", bad, "pins", pins());
    }

    /** Records under a token PIN, each with a wrong PIN that opens it to another seed. */
    private static JsonArray pins() {
        JsonArray pins = new JsonArray();
        pins.add(pin("CS00000120", "7294", "7295", 20, 19 * 1024, 2, 1));
        pins.add(pin("CS00000132", "Tree7house", "tree7house", 32, 64, 3, 4));
        pins.add(pin("CS00000164", "\uff17\uff12\uff19\uff14", "0000", 64, 32, 1, 1));
        return pins;
    }

    private static JsonObject pin(
            String serial, String right, String wrong, int length, int memory, int passes, int lanes) {
        byte[] key = bytes("device key", 32);
        byte[] pepper = bytes("pepper", 32);
        byte[] salt = bytes("salt " + serial, 16);
        byte[] seed = Arrays.copyOf(concat(bytes("seed one", 32), bytes("seed two", 32)), length);
        byte[] iv = bytes("pin iv " + serial, 12);
        byte[] stretched = argon2(right, salt, memory, passes, lanes);
        byte[] value = Reference.hmac(pepper, utf8("countersign/pin/v1"), lp(utf8(serial)), stretched);
        byte[] wrongValue = Reference.hmac(
                pepper, utf8("countersign/pin/v1"), lp(utf8(serial)), argon2(wrong, salt, memory, passes, lanes));
        byte[] masked = xor(seed, pad(value, serial, length));
        byte[] aad = concat(lp(utf8(serial)), new byte[] {1}, lp(utf8("TOKEN")));
        try {
            return json(
                    "name",
                    "PIN for a seed of " + length + " bytes",
                    "kDevice_hex",
                    hex(key),
                    "kPepper_hex",
                    hex(pepper),
                    "serial",
                    serial,
                    "pin",
                    right,
                    "salt_b64u",
                    b64u(salt),
                    "memory",
                    memory,
                    "passes",
                    passes,
                    "lanes",
                    lanes,
                    "stretched_hex",
                    hex(stretched),
                    "pinValue_hex",
                    hex(value),
                    "seed_hex",
                    hex(seed),
                    "iv_b64u",
                    b64u(iv),
                    "ciphertext_b64u",
                    b64u(Reference.gcm(Cipher.ENCRYPT_MODE, key, iv, masked, aad)),
                    "wrongPin",
                    wrong,
                    "wrongSeed_hex",
                    hex(xor(masked, pad(wrongValue, serial, length))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] argon2(String pin, byte[] salt, int memory, int passes, int lanes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withSalt(salt)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .build());
        byte[] output = new byte[32];
        generator.generateBytes(utf8(Normalizer.normalize(pin, Normalizer.Form.NFKC)), output);
        return output;
    }

    private static byte[] pad(byte[] value, String serial, int length) {
        return Reference.hkdfExpand(value, concat(utf8("countersign/pin-pad/v1"), lp(utf8(serial))), length);
    }

    private static byte[] xor(byte[] one, byte[] other) {
        byte[] result = new byte[one.length];
        for (int i = 0; i < one.length; i++) {
            result[i] = (byte) (one[i] ^ other[i]);
        }
        return result;
    }

    private static JsonObject entry(String serial, byte[] seed, byte[] iv) {
        byte[] key = bytes("device key", 32);
        byte[] aad = concat(lp(utf8(serial)), new byte[] {1}, lp(utf8("NONE")));
        try {
            return json(
                    "name", "seed of " + seed.length + " bytes",
                    "kDevice_hex", hex(key),
                    "serial", serial,
                    "pinKind", "NONE",
                    "aad_hex", hex(aad),
                    "seed_hex", hex(seed),
                    "v", 1,
                    "iv_b64u", b64u(iv),
                    "ciphertext_b64u", b64u(Reference.gcm(Cipher.ENCRYPT_MODE, key, iv, seed, aad)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject bad(JsonObject good, String name, String field, String value) {
        return json(
                "name", good.get("name").getAsString() + ", " + name,
                "kDevice_hex", good.get("kDevice_hex"),
                "serial", field.equals("serial") ? value : good.get("serial"),
                "pinKind", field.equals("pinKind") ? value : good.get("pinKind"),
                "v", 1,
                "iv_b64u", field.equals("iv_b64u") ? value : good.get("iv_b64u"),
                "ciphertext_b64u", field.equals("ciphertext_b64u") ? value : good.get("ciphertext_b64u"));
    }
}
