package org.countersign.server.tokens;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.countersign.otp.HashAlgorithm;
import org.countersign.otp.HotpMatcher;
import org.countersign.otp.HotpParameters;
import org.countersign.otp.HotpWindow;
import org.countersign.otp.OtpKey;
import org.countersign.otp.Passcode;
import org.countersign.otp.PasscodeAlphabet;
import org.countersign.otp.PasscodeFormat;
import org.countersign.otp.PasscodeMatch;
import org.countersign.otp.TotpMatcher;
import org.countersign.otp.TotpParameters;
import org.countersign.otp.TotpWindow;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.policy.PinKind;
import org.countersign.server.policy.TokenMode;

/** A token whose attempt has been charged, with all that matching needs. Its seed is still sealed. */
final class TokenUse {
    /** How far back a spent passcode is still recognised as a replay. */
    private static final int LOOK_BEHIND = 10;

    private static final int RESYNCHRONISE = 200;

    private final TokenId id;
    private final UserId user;
    private final String serial;
    private final TokenMode mode;
    private final HashAlgorithm algorithm;
    private final PasscodeFormat format;
    private final int stepSeconds;
    private final int driftSteps;
    private final int lookAhead;
    private final long lastSpent;
    private final byte[] sealedSeed;
    private final PinKind pinKind;
    private final int pinMinimum;
    private final int lockThreshold;
    private final int failures;

    private TokenUse(ResultSet row) throws SQLException {
        id = new TokenId(row.getObject("id", UUID.class));
        user = new UserId(row.getObject("user_id", UUID.class));
        serial = row.getString("serial");
        mode = TokenMode.valueOf(row.getString("mode"));
        algorithm = HashAlgorithm.valueOf(row.getString("algorithm"));
        format = new PasscodeFormat(PasscodeAlphabet.valueOf(row.getString("alphabet")), row.getInt("length"));
        stepSeconds = row.getInt("step_seconds");
        driftSteps = row.getInt("drift_steps");
        lookAhead = row.getInt("look_ahead");
        lastSpent = row.getLong("last_spent");
        sealedSeed = row.getBytes("sealed_seed");
        pinKind = PinKind.valueOf(row.getString("pin_kind"));
        pinMinimum = row.getInt("pin_minimum");
        lockThreshold = row.getInt("lock_threshold");
        failures = row.getInt("consecutive_failures");
    }

    static TokenUse read(ResultSet row) throws SQLException {
        return new TokenUse(row);
    }

    TokenId id() {
        return id;
    }

    UserId user() {
        return user;
    }

    String serial() {
        return serial;
    }

    byte[] sealedSeed() {
        return sealedSeed;
    }

    /** Says whether people type a PIN beside the passcode. */
    boolean hasServerPin() {
        return pinKind == PinKind.SERVER;
    }

    /** Returns the tries left before the token pauses; the one charged is gone. */
    int triesLeft() {
        return Math.floorMod(-failures, lockThreshold);
    }

    /** Returns the ways to read {@code typed} as a PIN before or after a passcode; none when it is too short for both. */
    List<Typed> readings(String typed) {
        int rest = typed.length() - format.length();
        if (rest < pinMinimum) {
            return List.of();
        }
        return List.of(
                new Typed(typed.substring(rest), typed.substring(0, rest)),
                new Typed(typed.substring(0, format.length()), typed.substring(format.length())));
    }

    /** A passcode and the PIN that stood beside it. Shows nothing of itself. */
    static final class Typed {
        final String passcode;
        final String pin;

        private Typed(String passcode, String pin) {
            this.passcode = passcode;
            this.pin = pin;
        }
    }

    /**
     * Finds where {@code typed} belongs; spends nothing.
     *
     * @param older how much older than the drift allows a time-based passcode may be
     */
    PasscodeMatch match(OtpKey seed, String typed, Instant now, Duration older) {
        Passcode passcode = format.parse(typed).orElse(null);
        if (passcode == null) {
            return new PasscodeMatch.NoMatch();
        }
        return switch (mode) {
            case TOTP -> {
                TotpParameters parameters = new TotpParameters(algorithm, format, Duration.ofSeconds(stepSeconds));
                int stepsBack = driftSteps + Math.ceilDiv((int) older.toSeconds(), stepSeconds);
                int lookBehind = Math.max(LOOK_BEHIND, stepsBack + driftSteps + 1);
                TotpWindow window = new TotpWindow(stepsBack, driftSteps, lookBehind, RESYNCHRONISE);
                yield new TotpMatcher(parameters, window).match(seed, passcode, parameters.stepAt(now), lastSpent);
            }
            case HOTP ->
                new HotpMatcher(
                                new HotpParameters(algorithm, format),
                                new HotpWindow(lookAhead, LOOK_BEHIND, RESYNCHRONISE))
                        .match(seed, passcode, lastSpent + 1);
        };
    }
}
