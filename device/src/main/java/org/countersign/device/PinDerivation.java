package org.countersign.device;

import com.google.gson.JsonObject;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.countersign.device.wire.Base64Url;
import org.countersign.device.wire.Fields;
import org.countersign.device.wire.Hkdf;
import org.countersign.device.wire.Octets;

/**
 * How the pad of a token PIN is made; docs/formats/seed-record.md.
 *
 * @param salt {@code b64u} of 16 random bytes
 * @param memory KiB, 8 to 1,048,576 and at least eight a lane
 * @param passes 1 to 16
 * @param lanes 1 to 4
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9106">RFC 9106</a>
 */
record PinDerivation(String salt, int memory, int passes, int lanes) {
    /** OWASP's least for passwords; a PIN has less in it, and is guarded by the server's count of tries. */
    private static final int MEMORY_KIB = 19 * 1024;

    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_LENGTH = 16;

    PinDerivation {
        boolean isInRange = memory >= 8 * lanes
                && memory <= 1 << 20
                && passes >= 1
                && passes <= 16
                && lanes >= 1
                && lanes <= 4
                && Base64Url.decode(salt).length == SALT_LENGTH;
        if (!isInRange) {
            throw Vault.damaged();
        }
    }

    /** For a new PIN. */
    static PinDerivation fresh(byte[] salt) {
        return new PinDerivation(Base64Url.encode(salt), MEMORY_KIB, PASSES, LANES);
    }

    /** The pad of this PIN, as long as the seed; the caller wipes it. */
    byte[] pad(DeviceKeyStore keys, String serial, Pin pin, int length) {
        byte[] stretched = stretch(pin);
        byte[] value = keys.peppered(
                Octets.concat(Octets.utf8("countersign/pin/v1"), Octets.lp(Octets.utf8(serial)), stretched));
        try {
            return Hkdf.expand(
                    value,
                    Octets.concat(Octets.utf8("countersign/pin-pad/v1"), Octets.lp(Octets.utf8(serial))),
                    length);
        } finally {
            Arrays.fill(stretched, (byte) 0);
            Arrays.fill(value, (byte) 0);
        }
    }

    private byte[] stretch(Pin pin) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withSalt(Base64Url.decode(salt))
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .build());
        byte[] typed = pin.exposedBytes();
        byte[] stretched = new byte[32];
        argon2.generateBytes(typed, stretched);
        Arrays.fill(typed, (byte) 0);
        return stretched;
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("salt", salt);
        json.addProperty("memory", memory);
        json.addProperty("passes", passes);
        json.addProperty("lanes", lanes);
        return json;
    }

    static PinDerivation fromJson(Fields json) {
        return new PinDerivation(
                json.string("salt", 22), (int) json.number("memory"), (int) json.number("passes"), (int)
                        json.number("lanes"));
    }
}
