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
import java.util.Arrays;
import javax.crypto.Cipher;

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
        return json("page", "docs/formats/seed-record.md", "good", good, "bad", bad);
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
