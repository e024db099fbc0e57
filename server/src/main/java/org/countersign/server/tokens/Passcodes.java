package org.countersign.server.tokens;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.countersign.otp.OtpKey;
import org.countersign.otp.PasscodeMatch;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.SqlUpdate;
import org.countersign.server.kernel.SealedPlace;
import org.countersign.server.kernel.Sealing;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.PinKind;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Checks passcodes and spends them, each once: every token tried is charged before its seed is opened. */
@Component
public final class Passcodes {
    /** The longest time step, and the two minutes for which a signed message is good. */
    private static final Duration OLDEST_PROOF = Duration.ofMinutes(4);

    private final TokenStore store;
    private final Pins pins;
    private final Sealing sealing;
    private final Audit audit;
    private final InstantSource time;

    Passcodes(TokenStore store, Pins pins, Sealing sealing, Audit audit, InstantSource time) {
        this.store = store;
        this.pins = pins;
        this.sealing = sealing;
        this.audit = audit;
        this.time = time;
    }

    /** The PINs that go with passcodes: one counted, the other compared. */
    @Component
    record Pins(PinTries tries, ServerPins server) {}

    /** Whose entry is looked at: people type a server PIN beside the passcode, the token's own app sends it apart. */
    private enum Entry {
        TYPED,
        BY_ITS_DEVICE
    }

    /**
     * Puts an assigned token that has a seed to use by its first passcode, which is spent like any other. Runs in the
     * caller's transaction; the caller records the outcome.
     *
     * @param code the code of the enrollment, which a challenge-response token answers
     */
    public CodeCheck activate(Token token, String passcode, String code) {
        requireTransaction();
        // The proof is the passcode of the step before the one the device signed it in, so that the one people see
        // first is still good; and the same signed proof comes again when a password was mistyped.
        return token.owner()
                .flatMap(user -> store.chargeAssigned(token.id(), user, time.instant()))
                .map(use -> use.askedForActivation(code, time.instant()))
                .map(use -> spend(token.virtualServer(), List.of(use), Entry.BY_ITS_DEVICE, passcode, OLDEST_PROOF))
                .map(check -> {
                    if (check instanceof CodeCheck.Accepted) {
                        store.activate(token.id(), Tokens.LEVEL_WEB, time.instant());
                    }
                    return check;
                })
                .orElseGet(CodeCheck.NoToken::new);
    }

    /**
     * Checks a passcode against the tokens a user has in use and spends it. Every token tried is charged before it is
     * looked at. Runs in the caller's transaction, which must commit whatever the outcome; the caller records it.
     */
    public CodeCheck spend(VirtualServerId virtualServer, UserId user, String passcode) {
        requireTransaction();
        Instant now = time.instant();
        List<TokenUse> charged = store.charge(virtualServer, user, now);
        if (charged.isEmpty()) {
            return unusable(store.pausedUntil(virtualServer, user, now), now);
        }
        return spend(virtualServer, charged, Entry.TYPED, passcode, Duration.ZERO);
    }

    /**
     * Checks a passcode as {@link #spend(VirtualServerId, UserId, String)} does, by the user's name and with fewer round
     * trips to the database: the outcome is put on record here, an accepted one together with the statement that spends it.
     *
     * @param record what to say of an outcome
     * @return nothing, and nothing is recorded, when no token could be tried: no such user, no token, or a pause
     */
    public Optional<UserCheck> spend(
            VirtualServerId virtualServer, String userName, String passcode, Function<UserCheck, AuditEvent> record) {
        requireTransaction();
        Instant now = time.instant();
        List<TokenUse> charged = store.charge(virtualServer, userName, now);
        if (charged.isEmpty()) {
            return Optional.empty();
        }
        UserId user = charged.getFirst().user();
        UserCheck check =
                new UserCheck(user, check(virtualServer, charged, Entry.TYPED, passcode, Duration.ZERO, accepted -> {
                    SqlUpdate spending = store.spending(accepted.token(), accepted.movingFactor(), now);
                    if (audit.appendAfter(spending, record.apply(new UserCheck(user, accepted))) != 1) {
                        // The charge holds the row's lock, so what was unspent then is unspent now. If not, all is
                        // rolled back.
                        throw new IllegalStateException("a passcode was spent under the lock of another check");
                    }
                    return true;
                }));
        if (!(check.outcome() instanceof CodeCheck.Accepted)) {
            audit.append(record.apply(check));
        }
        return Optional.of(check);
    }

    /** What came of a passcode, and whose it was to be. */
    public record UserCheck(UserId user, CodeCheck outcome) {}

    /**
     * Checks a passcode that the token's own app sent in a signed message, as {@link #spend(VirtualServerId, UserId, String)}
     * does. Where the token has a token PIN, a wrong passcode is a wrong PIN and costs a try; where it has a server PIN, it
     * must be there too.
     *
     * @param pin the server PIN, or none
     */
    public CodeCheck spend(Token token, String passcode, @Nullable String pin) {
        requireTransaction();
        if (token.pin().kind() != PinKind.TOKEN) {
            return spendFromDevice(token, passcode, pin);
        }
        return pins.tries()
                .charge(token)
                .map(charged -> pins.tries().settle(token, charged, spendFromDevice(token, passcode, null)))
                .orElseGet(() -> new CodeCheck.WrongPin(0));
    }

    private CodeCheck spendFromDevice(Token token, String passcode, @Nullable String pin) {
        Instant now = time.instant();
        TokenUse use = store.charge(token.id(), now).orElse(null);
        if (use == null) {
            return unusable(Optional.ofNullable(token.pausedUntil()), now);
        }
        if (use.hasServerPin() && !pins.server().isRight(use.id(), String.valueOf(pin))) {
            recordLock(token.virtualServer(), use);
            return new CodeCheck.WrongPin(use.triesLeft());
        }
        return spend(token.virtualServer(), List.of(use), Entry.BY_ITS_DEVICE, passcode, Duration.ZERO);
    }

    /** Checks the response to a challenge that nobody can answer again, as {@link #spend(VirtualServerId, UserId, String)} does a passcode. */
    CodeCheck respond(Token token, String question, Instant askedAt, String response) {
        requireTransaction();
        Instant now = time.instant();
        return store.charge(token.id(), now)
                .map(use -> spend(
                        token.virtualServer(),
                        List.of(use.asked(question, askedAt)),
                        Entry.TYPED,
                        response,
                        Duration.ZERO))
                .orElseGet(() -> unusable(Optional.ofNullable(token.pausedUntil()), now));
    }

    private CodeCheck spend(
            VirtualServerId virtualServer, List<TokenUse> charged, Entry entry, String passcode, Duration older) {
        return check(
                virtualServer,
                charged,
                entry,
                passcode,
                older,
                accepted -> store.spend(accepted.token(), accepted.movingFactor(), time.instant()));
    }

    private CodeCheck check(
            VirtualServerId virtualServer,
            List<TokenUse> charged,
            Entry entry,
            String passcode,
            Duration older,
            Predicate<CodeCheck.Accepted> spending) {
        Instant now = time.instant();
        CodeCheck outcome = new CodeCheck.Wrong();
        for (TokenUse use : charged) {
            PasscodeMatch match = entry == Entry.TYPED && use.hasServerPin()
                    ? matchBesidePin(virtualServer, use, passcode, now)
                    : match(virtualServer, use, passcode, now, older);
            switch (match) {
                case PasscodeMatch.Matched(long factor) -> {
                    CodeCheck.Accepted accepted =
                            new CodeCheck.Accepted(use.id(), use.serial(), factor, use.hasServerPin());
                    if (spending.test(accepted)) {
                        store.refund(charged.stream()
                                .filter(other -> other != use)
                                .map(TokenUse::id)
                                .toList());
                        return accepted;
                    }
                    outcome = replayed(use);
                }
                case PasscodeMatch.SpentBefore before -> outcome = replayed(use);
                case PasscodeMatch.NoMatch none -> {}
            }
        }
        if (outcome instanceof CodeCheck.Wrong) {
            charged.forEach(use -> recordLock(virtualServer, use));
        }
        return outcome;
    }

    private void recordLock(VirtualServerId virtualServer, TokenUse use) {
        if (use.isLast()) {
            audit.append(use.locked(virtualServer));
        }
    }

    /** A spent passcode is no guess: whoever sends a form twice must not lock the token. */
    private CodeCheck replayed(TokenUse use) {
        store.refund(List.of(use.id()));
        return new CodeCheck.Replayed(use.id(), use.serial());
    }

    /** Looks at passcode and PIN whatever the other says, so that the time tells nothing of either. */
    private PasscodeMatch matchBesidePin(VirtualServerId virtualServer, TokenUse use, String typed, Instant now) {
        PasscodeMatch found = new PasscodeMatch.NoMatch();
        for (TokenUse.Typed reading : use.readings(typed, pins.server().place(virtualServer))) {
            PasscodeMatch match = match(virtualServer, use, reading.passcode, now, Duration.ZERO);
            boolean isRight = pins.server().isRight(use.id(), reading.pin);
            if (isRight && found instanceof PasscodeMatch.NoMatch) {
                found = match;
            }
        }
        return found;
    }

    private PasscodeMatch match(
            VirtualServerId virtualServer, TokenUse use, String passcode, Instant now, Duration older) {
        return withSeed(virtualServer, use, seed -> use.match(seed, passcode, now, older));
    }

    /** Opens the seed of a token that has been charged, for one computation. */
    PasscodeMatch withSeed(VirtualServerId virtualServer, TokenUse use, Function<OtpKey, PasscodeMatch> computation) {
        try (SecretBytes opened = sealing.open(use.sealedSeed(), seedPlace(virtualServer, use.id()))) {
            byte[] bytes = opened.exposed();
            try (OtpKey seed = OtpKey.copyOf(bytes)) {
                return computation.apply(seed);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }
    }

    private static CodeCheck unusable(Optional<Instant> pausedUntil, Instant now) {
        return pausedUntil
                .filter(now::isBefore)
                .<CodeCheck>map(CodeCheck.Paused::new)
                .orElseGet(CodeCheck.NoToken::new);
    }

    /** Returns the one place where a token's sealed seed opens. */
    static SealedPlace seedPlace(VirtualServerId virtualServer, TokenId token) {
        return new SealedPlace(virtualServer, "token", "sealed_seed", token.value());
    }

    static void requireTransaction() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a passcode is spent in the transaction that records it");
        }
    }
}
