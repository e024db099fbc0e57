package org.countersign.server.tokens;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
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
