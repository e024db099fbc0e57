package org.countersign.device;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.Optional;
import org.countersign.device.wire.ErrorCodes;
import org.countersign.device.wire.Fields;
import org.countersign.device.wire.Octets;
import org.countersign.device.wire.PolicyString.PinKind;
import org.countersign.device.wire.ProtocolException;
import org.countersign.otp.OtpKey;

/**
 * A seed as it lies on the device, bound to its serial and its kind of PIN.
 *
 * <p>The page is {@code docs/formats/seed-record.md}.
 *
 * @param pinKind {@code NONE}, {@code TOKEN} or {@code SERVER}
 * @param sealed iv and ciphertext
 * @param derivation how a token PIN becomes the pad; present exactly for {@code TOKEN}
 */
public record SeedRecord(String pinKind, SealedValue sealed, Optional<PinDerivation> derivation) {
    /** Seals a seed that no PIN guards on this device; the caller wipes the seed. */
    static SeedRecord seal(DeviceKeyStore keys, String serial, PinKind kind, byte[] seed) {
        if (kind == PinKind.TOKEN) {
            throw new IllegalArgumentException("A token with a token PIN is sealed with it");
        }
        return new SeedRecord(kind.name(), keys.seal(seed, aad(serial, kind.name())), Optional.empty());
    }

    /** Seals a seed under a token PIN; the caller wipes the seed. */
    static SeedRecord seal(DeviceKeyStore keys, String serial, byte[] seed, Pin pin, byte[] salt) {
        PinDerivation derivation = PinDerivation.fresh(salt);
        byte[] masked = masked(seed, derivation.pad(keys, serial, pin, seed.length));
        try {
            return new SeedRecord(
                    PinKind.TOKEN.name(),
                    keys.seal(masked, aad(serial, PinKind.TOKEN.name())),
                    Optional.of(derivation));
        } finally {
            Arrays.fill(masked, (byte) 0);
        }
    }

    /**
     * Opens the seed; the caller closes the key after one use. A wrong token PIN opens to a wrong seed: nothing here can
     * tell.
     *
     * @throws ProtocolException {@code vault_damaged} if it does not open, {@code pin_required} if it needs a token PIN
     */
    OtpKey open(DeviceKeyStore keys, String serial, Optional<Pin> pin) {
        byte[] seed = exposed(keys, serial, pin);
        try {
            return OtpKey.copyOf(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /** The same seed under another PIN. */
    SeedRecord withPin(DeviceKeyStore keys, String serial, Pin current, Pin next, byte[] salt) {
        byte[] seed = exposed(keys, serial, Optional.of(current));
        try {
            return seal(keys, serial, seed, next, salt);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private byte[] exposed(DeviceKeyStore keys, String serial, Optional<Pin> pin) {
        byte[] plain = keys.open(sealed, aad(serial, pinKind));
        if (derivation.isEmpty()) {
            return plain;
        }
        Pin given = pin.orElseThrow(() -> new ProtocolException(ErrorCodes.PIN_REQUIRED, "This token needs its PIN."));
        try {
            return masked(plain, derivation.get().pad(keys, serial, given, plain.length));
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** Exclusive or; wipes the pad. */
    private static byte[] masked(byte[] bytes, byte[] pad) {
        byte[] result = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            result[i] = (byte) (bytes[i] ^ pad[i]);
        }
        Arrays.fill(pad, (byte) 0);
        return result;
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
        derivation.ifPresent(pin -> json.add("pin", pin.toJson()));
        return json;
    }

    static SeedRecord fromJson(Fields json) {
        if (json.number("v") != 1) {
            throw Vault.damaged();
        }
        String pinKind = json.string("pinKind", 16);
        if (json.isAbsent("pin") == pinKind.equals(PinKind.TOKEN.name())) {
            throw Vault.damaged();
        }
        return new SeedRecord(
                pinKind,
                new SealedValue(json.string("iv", 16), json.string("ciphertext", 256)),
                json.isAbsent("pin") ? Optional.empty() : Optional.of(PinDerivation.fromJson(json.object("pin"))));
    }
}
