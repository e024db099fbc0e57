package org.countersign.server.tokens;

import java.time.Instant;
import java.util.Optional;
import org.countersign.otp.HashAlgorithm;
import org.countersign.otp.PasscodeFormat;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.TokenMode;
import org.jspecify.annotations.Nullable;

/**
 * One authenticator, as operators see it; its seed is elsewhere.
 *
 * @param serial serial number, unique on this server
 * @param user whose it is, or nobody's
 * @param name name its user gave it, or none before enrollment
 * @param policyString the rules it was enrolled with
 * @param policyLevel how well its keys are kept, 1 to 4; 0 before enrollment
 * @param pin the PIN that goes with it
 * @param standing what its state rests on
 * @param pausedUntil until when no passcode is looked at, or none
 * @param lastUsedAt when a passcode of it was accepted last, or never
 */
public record Token(
        TokenId id,
        VirtualServerId virtualServer,
        String serial,
        @Nullable UserId user,
        @Nullable String name,
        TokenState state,
        TokenMode mode,
        HashAlgorithm algorithm,
        PasscodeFormat format,
        int stepSeconds,
        String policyString,
        int policyLevel,
        TokenPin pin,
        TokenStanding standing,
        @Nullable Instant pausedUntil,
        @Nullable Instant activatedAt,
        @Nullable Instant lastUsedAt) {

    /** Says whether passcodes of this token are looked at now. */
    public boolean isUsableAt(Instant now) {
        return state == TokenState.ACTIVE && (pausedUntil == null || !now.isBefore(pausedUntil));
    }

    /** Says whether this token shows passcodes, and is not asked challenges. */
    public boolean showsPasscodes() {
        return mode != TokenMode.OCRA;
    }

    /** Returns the user, if it has one. */
    public Optional<UserId> owner() {
        return Optional.ofNullable(user);
    }
}
