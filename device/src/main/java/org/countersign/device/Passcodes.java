package org.countersign.device;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.countersign.device.wire.ErrorCodes;
import org.countersign.device.wire.PolicyString;
import org.countersign.device.wire.PolicyString.Mode;
import org.countersign.device.wire.ProtocolException;
import org.countersign.otp.Hotp;
import org.countersign.otp.HotpParameters;
import org.countersign.otp.OtpKey;
import org.countersign.otp.Passcode;
import org.countersign.otp.Totp;
import org.countersign.otp.TotpParameters;

/** Which passcode a token gives when, and what is spent before it leaves. */
final class Passcodes {
    private Passcodes() {}

    /**
     * The passcode that proves a fresh token: the step before the current one, counter 0, or the response to the code that
     * page and app show.
     */
    static String forActivation(Unlocked device, Vault vault, TokenRecord token, String code) {
        PolicyString rules = token.rules();
        return switch (rules.mode()) {
            case TOTP -> {
                long step = totp(rules).stepAt(device.platform().clock().instant()) - 1;
                vault.update(token.id(), now -> now.withSpent(now.counter(), step));
                yield at(device, token, rules, step);
            }
            case HOTP -> at(device, token, rules, 0);
            case OCRA -> Challenges.forActivation(device, token, code);
        };
    }

    /**
     * The passcode of a push answer, spent in storage before it is given; empty when the user has to wait for the next
     * step, which {@link #nextFree} names.
     */
    static Optional<String> forAnswer(Unlocked device, Vault vault, TokenRecord token) {
        PolicyString rules = token.rules();
        return switch (rules.mode()) {
            case HOTP -> Optional.of(nextEventPasscode(device, vault, token));
            case TOTP -> {
                long current = totp(rules).stepAt(device.platform().clock().instant());
                Optional<TokenRecord> spent = vault.decide(token.id(), now -> {
                    OptionalLong step = freeStep(now.lastStep(), current);
                    return step.isPresent()
                            ? Optional.of(now.withSpent(now.counter(), step.getAsLong()))
                            : Optional.empty();
                });
                yield spent.map(now -> at(device, now, rules, now.lastStep()));
            }
            case OCRA ->
                throw new ProtocolException(
                        ErrorCodes.POLICY_UNSUPPORTED, "A challenge-response token cannot answer push requests.");
        };
    }

    /** The passcode of the next counter; the counter after it is stored first, so a crash skips one and repeats none. */
    static String nextEventPasscode(Unlocked device, Vault vault, TokenRecord token) {
        TokenRecord advanced = vault.update(token.id(), now -> now.withSpent(now.counter() + 1, now.lastStep()));
        return at(device, advanced, advanced.rules(), advanced.counter() - 1);
    }

    /** The passcode of one step or counter, whatever has been spent. */
    static String at(Unlocked device, TokenRecord token, PolicyString rules, long number) {
        try (OtpKey key = device.open(token)) {
            Passcode passcode = rules.mode() == Mode.TOTP
                    ? Totp.passcode(key, totp(rules), number)
                    : Hotp.passcode(key, new HotpParameters(rules.algorithm(), rules.format()), number);
            return passcode.exposed();
        }
    }

    /** When the next unspent step of a time-based token begins. */
    static Instant nextFree(TokenRecord token, Instant now) {
        TotpParameters parameters = totp(token.rules());
        long current = parameters.stepAt(now);
        return parameters.startOf(isSpent(token.lastStep(), current) ? token.lastStep() + 1 : current);
    }

    /** Whether the current step has been spent by this app. */
    static boolean isSpent(long lastStep, long current) {
        return lastStep == current || lastStep == current + 1;
    }

    private static OptionalLong freeStep(long lastStep, long current) {
        // A last step beyond the next one was spent under a clock that has been put back since.
        if (lastStep == current + 1) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(lastStep == current ? current + 1 : current);
    }

    static TotpParameters totp(PolicyString rules) {
        return new TotpParameters(
                rules.algorithm(), rules.format(), rules.step().orElseThrow());
    }
}
