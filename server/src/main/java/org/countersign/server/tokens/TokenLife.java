package org.countersign.server.tokens;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.countersign.otp.PasscodeMatch;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Every act on a token's state. {@link TokenTable} says what is allowed; of acts at the same moment one wins, and what it
 * did is on record with who did it and why.
 */
@Component
public final class TokenLife {
    /** What the record calls the acts that change a token's state, or bring it back. */
    public static final Set<AuditType> RECORDED = Set.of(
            AuditType.TOKEN_IMPORTED,
            AuditType.TOKEN_ASSIGNED,
            AuditType.TOKEN_ACTIVATED,
            AuditType.TOKEN_SUSPENDED,
            AuditType.TOKEN_RESUMED,
            AuditType.TOKEN_LOCKED,
            AuditType.TOKEN_UNLOCKED,
            AuditType.TOKEN_RESYNCHRONISED,
            AuditType.TOKEN_LOST,
            AuditType.TOKEN_FOUND,
            AuditType.TOKEN_FAULTY,
            AuditType.TOKEN_REVOKED,
            AuditType.TOKEN_RETURNED,
            AuditType.TOKEN_SEED_ERASED);

    /** How often an act is tried again that another one came before. */
    private static final int MOST_TRIES = 8;

    private final TokenStore tokens;
    private final TokenLifeStore store;
    private final Passcodes passcodes;
    private final Users users;
    private final Ledger ledger;

    TokenLife(TokenStore tokens, TokenLifeStore store, Passcodes passcodes, Users users, Ledger ledger) {
        this.tokens = tokens;
        this.store = store;
        this.passcodes = passcodes;
        this.users = users;
        this.ledger = ledger;
    }

    /** Time, record, transactions, and who hears of it. */
    @Component
    record Ledger(
            InstantSource time, Audit audit, TransactionOperations transactions, ApplicationEventPublisher events) {}

    /** Does one of the {@link TokenAct#PLAIN} acts, in the caller's transaction or its own. */
    public ActOutcome act(VirtualServerId virtualServer, TokenId id, TokenAct act, ActOrder order) {
        if (!TokenAct.PLAIN.contains(act)) {
            throw new IllegalArgumentException(act + " needs more than an order");
        }
        for (int i = 0; i < MOST_TRIES; i++) {
            Token token = tokens.find(virtualServer, id).orElse(null);
            if (token == null) {
                return new ActOutcome.UnknownToken();
            }
            if (order.seen() != null && order.seen() != token.standing().acts()) {
                return new ActOutcome.Overtaken(token);
            }
            switch (TokenTable.of(act, token)) {
                case TokenTable.Verdict.Refused(NotAllowed why) -> {
                    return new ActOutcome.Refused(token, why);
                }
                case TokenTable.Verdict.Allowed(TokenState to) -> {
                    Optional<Token> after = attempt(token, act, to, order);
                    if (after.isPresent()) {
                        return new ActOutcome.Done(after.get());
                    }
                }
            }
        }
        return tokens.find(virtualServer, id)
                .<ActOutcome>map(ActOutcome.Overtaken::new)
                .orElseGet(ActOutcome.UnknownToken::new);
    }

    /**
     * Gives a token that lies in the inventory to a user. A software token is reserved for them, to be provisioned; a hardware
     * token is theirs at once.
     *
     * @param proof a passcode that a hardware token shows now, to prove that it is this device, or none; it is spent
     */
    public ActOutcome assign(
            VirtualServerId virtualServer, TokenId id, UserId user, @Nullable String proof, ActOrder order) {
        Token token = tokens.find(virtualServer, id).orElse(null);
        if (token == null) {
            return new ActOutcome.UnknownToken();
        }
        if (users.find(virtualServer, user)
                .filter(found -> found.state() == UserAccount.State.ACTIVE)
                .isEmpty()) {
            return new ActOutcome.UnknownUser();
        }
        if (order.seen() != null && order.seen() != token.standing().acts()) {
            return new ActOutcome.Overtaken(token);
        }
        return switch (TokenTable.of(TokenAct.ASSIGN, token)) {
            case TokenTable.Verdict.Refused(NotAllowed why) -> new ActOutcome.Refused(token, why);
            case TokenTable.Verdict.Allowed allowed ->
                ledger.transactions.execute(status -> assign(token, user, proof, order));
        };
    }

    private Optional<Token> attempt(Token token, TokenAct act, TokenState to, ActOrder order) {
        return ledger.transactions.execute(status -> {
            Optional<Token> after = store.act(token, act, to, ledger.time.instant());
            after.ifPresent(done -> {
                record(token, act.recorded(), order, token.user());
                if (done.state() != TokenState.ACTIVE) {
                    ledger.events.publishEvent(new TokenTaken(token.virtualServer(), token.id()));
                }
            });
            return after;
        });
    }

    private ActOutcome assign(Token token, UserId user, @Nullable String proof, ActOrder order) {
        if (proof != null && token.standing().kind() == TokenKind.HARDWARE && !isProven(token, proof)) {
            return new ActOutcome.NotProven(token);
        }
        Optional<Token> after = token.standing().kind() == TokenKind.HARDWARE
                ? store.handOut(token, user, ledger.time.instant())
                : tokens.reserve(token, user);
        return after.<ActOutcome>map(given -> {
                    record(given, AuditType.TOKEN_ASSIGNED, order, user);
                    if (given.state() == TokenState.ACTIVE) {
                        record(given, AuditType.TOKEN_ACTIVATED, order, user);
                    }
                    return new ActOutcome.Done(given);
                })
                .orElseGet(() -> new ActOutcome.Overtaken(token));
    }

    /** Spends the passcode; a wrong one stays charged, so that nobody tries them all. */
    private boolean isProven(Token token, String proof) {
        TokenUse use = store.chargeFree(token, ledger.time.instant()).orElse(null);
        if (use == null) {
            return false;
        }
        PasscodeMatch match = passcodes.withSeed(
                token.virtualServer(), use, seed -> use.match(seed, proof, ledger.time.instant(), Duration.ZERO));
        boolean proven = match instanceof PasscodeMatch.Matched(long factor)
                && tokens.spend(token.id(), factor, ledger.time.instant());
        if (!proven && use.isLast()) {
            ledger.audit.append(use.locked(token.virtualServer()));
        }
        return proven;
    }

    private void record(Token token, AuditType type, ActOrder order, @Nullable UserId user) {
        AuditEvent event = AuditEvent.of(token.virtualServer(), type, order.actor())
                .about(user)
                .about(token.id())
                .with("serial", token.serial());
        ledger.audit.append(order.because() == null ? event : event.with("because", order.because()));
    }
}
