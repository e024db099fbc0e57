package org.countersign.device;

import java.util.Optional;
import org.countersign.otp.OtpKey;

/** A device with the PIN that its user has just typed, if any: what opening a seed takes. */
record Unlocked(Platform platform, Optional<Pin> pin) {
    /** Opens a token's seed; the caller closes the key after one use. */
    OtpKey open(TokenRecord token) {
        return token.seed().open(platform.keys(), token.serial(), pin);
    }
}
