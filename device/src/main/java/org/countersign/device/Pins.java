package org.countersign.device;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Optional;
import org.countersign.device.wire.DeviceMessages;
import org.countersign.device.wire.DeviceMessages.Stamp;
import org.countersign.device.wire.ErrorCodes;
import org.countersign.device.wire.PolicyString;
import org.countersign.device.wire.PolicyString.PinKind;
import org.countersign.device.wire.ProtocolException;
import org.countersign.otp.OtpKey;
import org.countersign.otp.PinFault;
import org.countersign.otp.PinProof;
import org.countersign.otp.PinRule;

/** Checks and changes the PINs of a phone's tokens; docs/formats/pin.md. */
public final class Pins {
    private final Platform platform;
    private final Vault vault;

    Pins(Platform platform, Vault vault) {
        this.platform = platform;
        this.vault = vault;
    }

    /**
     * Asks the server whether this is the token PIN; returns when it is.
     *
     * @throws ServerRefusal {@code pin_wrong} with the tries that are left, {@code token_locked}
     * @throws IOException when no answer came: then nobody knows
     */
    public void check(String serialOrId, Pin pin) throws IOException {
        TokenRecord token = ofKind(PinKind.TOKEN, serialOrId);
        check(token, token.seed(), pin);
    }

    /**
     * Changes a token PIN or a server PIN. The server confirms the current one; what is stored changes only afterwards.
     *
     * @throws ProtocolException {@code pin_unacceptable}; {@code policy_unsupported} for a token without a PIN
     * @throws ServerRefusal {@code pin_wrong}, {@code token_locked}, {@code pin_unacceptable}
     */
    public void change(String serialOrId, Pin current, Pin next) throws IOException {
        TokenRecord token = vault.token(serialOrId);
        requireAcceptable(token.rules().pin(), next);
        if (token.rules().pin().kind() == PinKind.SERVER) {
            JsonObject body = new JsonObject();
            body.addProperty("change", messages(token).pinChange(platform.stamp()));
            body.addProperty("current", current.exposed());
            body.addProperty("new", next.exposed());
            api(token).post("pin/change", body);
            return;
        }
        ofKind(PinKind.TOKEN, serialOrId);
        check(token, token.seed(), current);
        SeedRecord changed =
                token.seed().withPin(platform.keys(), token.serial(), current, next, platform.randomBytes(16));
        check(token, changed, next);
        vault.update(token.id(), now -> now.withSeed(changed));
    }

    private void check(TokenRecord token, SeedRecord record, Pin pin) throws IOException {
        Stamp stamp = platform.stamp();
        JsonObject body = new JsonObject();
        try (OtpKey seed = record.open(platform.keys(), token.serial(), Optional.of(pin))) {
            byte[] proof = PinProof.of(seed, token.rules().algorithm(), token.serial(), stamp.id());
            body.addProperty("check", messages(token).pinCheck(stamp, proof));
        }
        api(token).post("pin/check", body);
    }

    /** Refuses a PIN that the rule does not take. */
    static void requireAcceptable(PolicyString.Pin rule, Pin pin) {
        if (rule.kind() == PinKind.NONE) {
            throw new ProtocolException(ErrorCodes.POLICY_UNSUPPORTED, "This token has no PIN.");
        }
        Optional<PinFault> fault = new PinRule(rule.minLength(), rule.maxLength(), rule.letters()).fault(pin.exposed());
        if (fault.isPresent()) {
            throw new ProtocolException(ErrorCodes.PIN_UNACCEPTABLE, words(fault.get(), rule));
        }
    }

    private static String words(PinFault fault, PolicyString.Pin rule) {
        return switch (fault) {
            case TOO_SHORT, TOO_LONG, CHARACTERS ->
                "A PIN of this token has " + rule.minLength() + " to " + rule.maxLength()
                        + (rule.letters() ? " letters and digits." : " digits.");
            case REPEATS -> "Choose a PIN that does not repeat itself.";
            case SEQUENCE -> "Choose a PIN that does not count up or down.";
            case DATE -> "Choose a PIN that is not a date or a year.";
        };
    }

    private TokenRecord ofKind(PinKind kind, String serialOrId) {
        TokenRecord token = vault.token(serialOrId);
        if (token.rules().pin().kind() != kind) {
            throw new ProtocolException(ErrorCodes.POLICY_UNSUPPORTED, "This token has no PIN of its own.");
        }
        return token;
    }

    private DeviceMessages messages(TokenRecord token) {
        return new DeviceMessages(
                token.serial(), token.origin(), platform.keys().provide(token.id()));
    }

    private DeviceApi api(TokenRecord token) {
        return new DeviceApi(platform.transport(), token.origin());
    }
}
