package org.countersign.device;

import com.google.gson.JsonObject;
import java.util.Arrays;
import org.countersign.device.wire.ErrorCodes;
import org.countersign.device.wire.Fields;
import org.countersign.device.wire.Octets;
import org.countersign.device.wire.ProtocolException;
import org.countersign.otp.OtpKey;

/**
 * A seed as it lies on the device, bound to its serial and its kind of PIN.
 *
 * <p>The page is {@code docs/formats/seed-record.md}.
 *
 * @param pinKind {@code NONE}; the other kinds have their place in the format, and this version refuses them
 * @param sealed iv and ciphertext
 */
public record SeedRecord(String pinKind, SealedValue sealed) {
    private static final String NO_PIN = "NONE";

    /** Seals a seed without a PIN; the caller wipes the seed. */
    public static SeedRecord seal(DeviceKeyStore keys, String serial, byte[] seed) {
        return new SeedRecord(NO_PIN, keys.seal(seed, aad(serial, NO_PIN)));
    }

    /**
     * Opens the seed; the caller closes the key after one use.
     *
     * @throws ProtocolException {@code vault_damaged} if it does not open, {@code policy_unsupported} if it needs a PIN
     */
    public OtpKey open(DeviceKeyStore keys, String serial) {
        if (!pinKind.equals(NO_PIN)) {
            throw new ProtocolException(
                    ErrorCodes.POLICY_UNSUPPORTED, "This token has a PIN, which this app cannot ask for yet.");
        }
        byte[] seed = keys.open(sealed, aad(serial, pinKind));
        try {
            return OtpKey.copyOf(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static byte[] aad(String serial, String pinKind) {
        return Octets.concat(Octets.lp(Octets.utf8(serial)), new byte[] {1}, Octets.lp(Octets.utf8(pinKind)));
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("v", 1);
        json.addProperty("pinKind", pinKind);
        json.addProperty("iv", sealed.iv());
        json.addProperty("ciphertext", sealed.ciphertext());
        return json;
    }

    static SeedRecord fromJson(Fields json) {
        if (json.number("v") != 1) {
            throw Vault.damaged();
        }
        return new SeedRecord(
                json.string("pinKind", 16), new SealedValue(json.string("iv", 16), json.string("ciphertext", 256)));
    }
}
