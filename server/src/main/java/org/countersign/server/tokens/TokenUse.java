package org.countersign.server.tokens;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.countersign.otp.HashAlgorithm;
import org.countersign.otp.HotpMatcher;
import org.countersign.otp.HotpParameters;
import org.countersign.otp.HotpWindow;
import org.countersign.otp.Ocra;
import org.countersign.otp.OcraInput;
import org.countersign.otp.OcraSuite;
import org.countersign.otp.OtpKey;
import org.countersign.otp.Passcode;
import org.countersign.otp.PasscodeAlphabet;
import org.countersign.otp.PasscodeFormat;
import org.countersign.otp.PasscodeMatch;
import org.countersign.otp.TotpMatcher;
import org.countersign.otp.TotpParameters;
import org.countersign.otp.TotpWindow;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.PinKind;
import org.countersign.server.policy.PinPlace;
import org.countersign.server.policy.TokenMode;
import org.jspecify.annotations.Nullable;

/** A token whose attempt has been charged, with all that matching needs. Its seed is still sealed. */
final class TokenUse {
    /** How far back a spent passcode is still recognised as a replay. */
    private static final int LOOK_BEHIND = 10;

    private final TokenId id;
    private final UserId user;
    private final String serial;
    private final TokenMode mode;
    private final HashAlgorithm algorithm;
    private final PasscodeFormat format;
    private final int stepSeconds;
    private final int driftSteps;
    private final int lookAhead;
    private final int resynchroniseWindow;
    private final int clockOffsetSteps;
    private final @Nullable String suite;
    private final long lastSpent;
    private final byte[] sealedSeed;
    private final PinKind pinKind;
    private final int pinMinimum;
    private final int lockThreshold;
    private final int failures;
    private final int failureCap;
    private final @Nullable Instant lockedUntil;
    private final @Nullable Asked asked;

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
        resynchroniseWindow = row.getInt("resynchronise_window");
        clockOffsetSteps = row.getInt("clock_offset_steps");
        suite = row.getString("suite");
        lastSpent = row.getLong("last_spent");
        sealedSeed = row.getBytes("sealed_seed");
        pinKind = PinKind.valueOf(row.getString("pin_kind"));
        pinMinimum = row.getInt("pin_minimum");
        lockThreshold = row.getInt("lock_threshold");
        failures = row.getInt("consecutive_failures");
        failureCap = row.getInt("failure_cap");
        OffsetDateTime until = row.getObject("locked_until", OffsetDateTime.class);
        lockedUntil = until == null ? null : until.toInstant();
        asked = null;
    }

    private TokenUse(TokenUse use, Asked asked) {
        id = use.id;
        user = use.user;
        serial = use.serial;
        mode = use.mode;
        algorithm = use.algorithm;
        format = use.format;
        stepSeconds = use.stepSeconds;
        driftSteps = use.driftSteps;
        lookAhead = use.lookAhead;
        resynchroniseWindow = use.resynchroniseWindow;
        clockOffsetSteps = use.clockOffsetSteps;
        suite = use.suite;
        lastSpent = use.lastSpent;
        sealedSeed = use.sealedSeed;
        pinKind = use.pinKind;
        pinMinimum = use.pinMinimum;
        lockThreshold = use.lockThreshold;
        failures = use.failures;
        failureCap = use.failureCap;
        lockedUntil = use.lockedUntil;
        this.asked = asked;
    }

    /** The challenge that a response is to. */
    private record Asked(String question, Instant at) {}

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

    /** Says whether nothing is looked at any more after this try, for a while or until somebody unlocks the token. */
    boolean isLast() {
        return lockedUntil != null || failures >= failureCap;
    }

    /** Returns what the record says of a token that was locked by this try. */
    AuditEvent locked(VirtualServerId virtualServer) {
        AuditEvent event = AuditEvent.of(virtualServer, AuditType.TOKEN_LOCKED, new Actor.Unknown())
                .about(user)
                .about(id)
                .with("serial", serial)
                .with("failures", failures);
        return lockedUntil == null || failures >= failureCap ? event : event.with("until", lockedUntil);
    }

    /** Returns the tries left before the token pauses; the one charged is gone. */
    int triesLeft() {
        return Math.floorMod(-failures, lockThreshold);
    }

    /**
     * Returns the ways to read {@code typed} as a PIN beside a passcode, where the rules have people type it; none when it is too
     * short for both.
     */
    List<Typed> readings(String typed, PinPlace place) {
        int rest = typed.length() - format.length();
        if (rest < pinMinimum) {
            return List.of();
        }
        Typed before = new Typed(typed.substring(rest), typed.substring(0, rest));
        Typed after = new Typed(typed.substring(0, format.length()), typed.substring(format.length()));
        return switch (place) {
            case BEFORE -> List.of(before);
            case AFTER -> List.of(after);
            case EITHER -> List.of(before, after);
        };
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

    /** Returns it for a response to this challenge; without one, a challenge-response token matches nothing. */
    TokenUse asked(String question, Instant at) {
        return new TokenUse(this, new Asked(question, at));
    }

    /**
     * Returns it for the response to an enrollment's code, which is the challenge, or as much of its end as the suite takes;
     * for a token that is asked no challenges, the same.
     */
    TokenUse askedForActivation(String code, Instant now) {
        if (suite == null) {
            return this;
        }
        int length = OcraSuite.parse(suite).questionMaxLength();
        return asked(code.substring(Math.max(0, code.length() - length)), now);
    }

    /**
     * Finds where {@code typed} belongs; spends nothing.
     *
     * @param older how much older than the drift allows what goes with the time may be
     */
    PasscodeMatch match(OtpKey seed, String typed, Instant now, Duration older) {
        Passcode passcode = format.parse(typed).orElse(null);
        if (passcode == null) {
            return new PasscodeMatch.NoMatch();
        }
        return switch (mode) {
            case TOTP -> {
                int stepsBack = driftSteps + Math.ceilDiv((int) older.toSeconds(), stepSeconds);
                yield totp(stepsBack).match(seed, passcode, stepAt(now) + clockOffsetSteps, lastSpent);
            }
            case HOTP -> hotp().match(seed, passcode, lastSpent + 1);
            case OCRA ->
                answers(seed, passcode, now, older)
                        ? new PasscodeMatch.Matched(lastSpent + 1)
                        : new PasscodeMatch.NoMatch();
        };
    }

    /**
     * Searches far for two passcodes in a row, neither of them spent; spends nothing.
     *
     * @return the counter or time step of the second
     */
    PasscodeMatch matchPair(OtpKey seed, String typedFirst, String typedSecond, Instant now) {
        Passcode first = format.parse(typedFirst).orElse(null);
        Passcode second = format.parse(typedSecond).orElse(null);
        if (first == null || second == null) {
            return new PasscodeMatch.NoMatch();
        }
        return switch (mode) {
            case TOTP -> totp(driftSteps).resynchronise(seed, first, second, stepAt(now), lastSpent);
            case HOTP -> hotp().resynchronise(seed, first, second, lastSpent + 1);
            case OCRA -> new PasscodeMatch.NoMatch();
        };
    }

    /** Returns how many steps ahead of the server's clock a token is that shows this counter's or step's passcode now. */
    long clockOffsetAt(long movingFactor, Instant now) {
        return mode == TokenMode.TOTP ? movingFactor - stepAt(now) : 0;
    }

    private boolean answers(OtpKey seed, Passcode typed, Instant now, Duration older) {
        if (asked == null || suite == null) {
            return false;
        }
        OcraSuite read = OcraSuite.parse(suite);
        if (read.timeStep().isEmpty()) {
            return Ocra.matches(seed, read, OcraInput.question(asked.question).build(), typed);
        }
        long first = read.timeStepAt(asked.at.minus(older)) - driftSteps;
        long last = read.timeStepAt(now) + driftSteps;
        return LongStream.rangeClosed(first, last)
                        .filter(step -> Ocra.matches(
                                seed,
                                read,
                                OcraInput.question(asked.question)
                                        .timeStep(step)
                                        .build(),
                                typed))
                        .count()
                > 0;
    }

    private TotpMatcher totp(int stepsBack) {
        int lookBehind = Math.max(LOOK_BEHIND, stepsBack + driftSteps + 1);
        return new TotpMatcher(
                totpParameters(), new TotpWindow(stepsBack, driftSteps, lookBehind, resynchroniseWindow));
    }

    private HotpMatcher hotp() {
        return new HotpMatcher(
                new HotpParameters(algorithm, format), new HotpWindow(lookAhead, LOOK_BEHIND, resynchroniseWindow));
    }

    private long stepAt(Instant moment) {
        return totpParameters().stepAt(moment);
    }

    private TotpParameters totpParameters() {
        return new TotpParameters(algorithm, format, Duration.ofSeconds(stepSeconds));
    }
}
