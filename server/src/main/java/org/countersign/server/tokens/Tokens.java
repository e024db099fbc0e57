package org.countersign.server.tokens;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.countersign.otp.OtpKey;
import org.countersign.otp.PasscodeMatch;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.audit.SqlUpdate;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.SealedPlace;
import org.countersign.server.kernel.Sealing;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.PolicySettings;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The life of every token, from the inventory to the last passcode it spent. */
@Component
public final class Tokens {
    /** Policy level of a token in a browser: keys kept by the browser, without attestation. */
    public static final int LEVEL_WEB = 1;

    /** The longest time step, and the two minutes for which a signed message is good. */
    private static final Duration OLDEST_PROOF = Duration.ofMinutes(4);

    private final TokenStore store;
    private final Sealing sealing;
    private final Audit audit;
    private final Randomness randomness;
    private final InstantSource time;
    private final TransactionOperations transactions;

    Tokens(
            TokenStore store,
            Sealing sealing,
            Audit audit,
            Randomness randomness,
            InstantSource time,
            TransactionOperations transactions) {
        this.store = store;
        this.sealing = sealing;
        this.audit = audit;
        this.randomness = randomness;
        this.time = time;
        this.transactions = transactions;
    }

    /** Puts {@code count} new tokens into the inventory of a virtual server. */
    public void allocate(VirtualServerId virtualServer, int count, Actor actor) {
        if (count < 1 || count > 100_000) {
            throw new IllegalArgumentException("allocate 1 to 100000 tokens at a time, not " + count);
        }
        transactions.executeWithoutResult(status -> {
            for (int i = 0; i < count; i++) {
                store.insertInventory(new TokenId(randomness.newId()), virtualServer, PolicySettings.DEFAULT);
            }
            audit.append(AuditEvent.of(virtualServer, AuditType.TOKEN_ALLOCATED, actor)
                    .with("count", count));
        });
    }

    /**
     * Takes a token out of the inventory for a user who is to enroll, or the one they were given before and never put to
     * use; it gets the token rules of {@code settings}.
     *
     * @return the token, or nothing when the inventory is empty
     */
    public Optional<Token> assign(VirtualServerId virtualServer, UserId user, PolicySettings settings, Actor actor) {
        return transactions.execute(status -> {
            Optional<Token> assigned = store.assign(virtualServer, user, settings);
            assigned.ifPresent(token -> {
                audit.append(AuditEvent.of(virtualServer, AuditType.TOKEN_ASSIGNED, actor)
                        .about(user)
                        .about(token.id())
                        .with("serial", token.serial()));
            });
            return assigned;
        });
    }

    /**
     * Gives an assigned token its seed, sealed. It is in use only after {@link #activate}.
     *
     * @return false when the token is not assigned any more
     */
    public boolean store(Token token, SecretBytes seed, String name) {
        return store.storeSeed(token.id(), sealing.seal(seed, place(token.virtualServer(), token.id())), name);
    }

    /**
     * Puts an assigned token that has a seed to use by its first passcode, which is spent like any other. Runs in the
     * caller's transaction; the caller records the outcome.
     */
    public CodeCheck activate(Token token, String passcode) {
        requireTransaction();
        // The proof is the passcode of the step before the one the device signed it in, so that the one people see
        // first is
        // still good; and the same signed proof comes again when a password was mistyped.
        return store.chargeAssigned(token.id(), time.instant())
                .map(use -> spend(token.virtualServer(), List.of(use), passcode, OLDEST_PROOF))
                .map(check -> {
                    if (check instanceof CodeCheck.Accepted) {
                        store.activate(token.id(), LEVEL_WEB, time.instant());
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
        return spend(virtualServer, charged, passcode, Duration.ZERO);
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
        UserCheck check = new UserCheck(user, check(virtualServer, charged, passcode, Duration.ZERO, accepted -> {
            SqlUpdate spending = store.spending(accepted.token(), accepted.movingFactor(), now);
            if (audit.appendAfter(spending, record.apply(new UserCheck(user, accepted))) != 1) {
                // The charge holds the row's lock, so what was unspent then is unspent now. If not, all is rolled back.
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

    /** Checks a passcode against one token, as {@link #spend(VirtualServerId, UserId, String)} does. */
    public CodeCheck spend(Token token, String passcode) {
        requireTransaction();
        Instant now = time.instant();
        return store.charge(token.id(), now)
                .map(use -> spend(token.virtualServer(), List.of(use), passcode, Duration.ZERO))
                .orElseGet(() -> unusable(Optional.ofNullable(token.pausedUntil()), now));
    }

    /** Finds a token by its serial number, on whichever virtual server. */
    public Optional<Token> find(String serial) {
        return store.find(serial);
    }

    /** Finds a token by id; another virtual server's is not found. */
    public Optional<Token> find(VirtualServerId virtualServer, TokenId id) {
        return store.find(virtualServer, id);
    }

    /** Returns those of {@code ids} that are not in use. */
    public Set<TokenId> outOfUse(Collection<TokenId> ids) {
        return store.outOfUse(ids);
    }

    /** Returns a user's tokens, newest first. */
    public List<Token> of(VirtualServerId virtualServer, UserId user) {
        return store.of(virtualServer, user);
    }

    /**
     * Returns tokens by serial number.
     *
     * @param text part of a serial number, or empty for all
     * @param limit at most so many, 1 to 500
     */
    public List<Token> search(VirtualServerId virtualServer, String text, int limit) {
        return store.search(virtualServer, text, Math.clamp(limit, 1, 500));
    }

    /** Returns how many tokens are free to be given out. */
    public int inventory(VirtualServerId virtualServer) {
        return store.inventory(virtualServer);
    }

    /**
     * Takes a token from its user for good: its seed is erased.
     *
     * @return false when there is no such token, or it is already out of use
     */
    public boolean revoke(VirtualServerId virtualServer, TokenId token, Actor actor) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            Optional<Token> revoked = store.revoke(virtualServer, token);
            revoked.ifPresent(before -> audit.append(AuditEvent.of(virtualServer, AuditType.TOKEN_REVOKED, actor)
                    .about(before.user())
                    .about(token)
                    .with("serial", before.serial())));
            return revoked.isPresent();
        }));
    }

    /**
     * Ends the pause or lock of a token.
     *
     * @return false when there is no such token in use
     */
    public boolean unlock(VirtualServerId virtualServer, TokenId token, Actor actor) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean unlocked = store.unlock(virtualServer, token);
            if (unlocked) {
                audit.append(AuditEvent.of(virtualServer, AuditType.TOKEN_UNLOCKED, actor)
                        .about(token));
            }
            return unlocked;
        }));
    }

    private CodeCheck spend(VirtualServerId virtualServer, List<TokenUse> charged, String passcode, Duration older) {
        return check(
                virtualServer,
                charged,
                passcode,
                older,
                accepted -> store.spend(accepted.token(), accepted.movingFactor(), time.instant()));
    }

    private CodeCheck check(
            VirtualServerId virtualServer,
            List<TokenUse> charged,
            String passcode,
            Duration older,
            Predicate<CodeCheck.Accepted> spending) {
        Instant now = time.instant();
        CodeCheck outcome = new CodeCheck.Wrong();
        for (TokenUse use : charged) {
            PasscodeMatch match = match(virtualServer, use, passcode, now, older);
            switch (match) {
                case PasscodeMatch.Matched(long factor) -> {
                    CodeCheck.Accepted accepted = new CodeCheck.Accepted(use.id(), use.serial(), factor);
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
        return outcome;
    }

    /** A spent passcode is no guess: whoever sends a form twice must not lock the token. */
    private CodeCheck replayed(TokenUse use) {
        store.refund(List.of(use.id()));
        return new CodeCheck.Replayed(use.id(), use.serial());
    }

    private PasscodeMatch match(
            VirtualServerId virtualServer, TokenUse use, String passcode, Instant now, Duration older) {
        try (SecretBytes opened = sealing.open(use.sealedSeed(), place(virtualServer, use.id()))) {
            byte[] bytes = opened.exposed();
            try (OtpKey seed = OtpKey.copyOf(bytes)) {
                return use.match(seed, passcode, now, older);
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

    private static SealedPlace place(VirtualServerId virtualServer, TokenId token) {
        return new SealedPlace(virtualServer, "token", "sealed_seed", token.value());
    }

    private static void requireTransaction() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a passcode is spent in the transaction that records it");
        }
    }
}
