package org.countersign.server.tokens;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.countersign.otp.PasscodeMatch;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Finds a token again whose counter ran ahead of its look-ahead window, or whose clock drifted out of its steps, by two
 * passcodes in a row. A try is charged like a wrong passcode before it is looked at, a pause stops it, and success takes back
 * its own charge and no other: who guesses here gains nothing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4226#section-7.4">RFC 4226, section 7.4</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6238#section-6">RFC 6238, section 6</a>
 */
@Component
public final class Resynchronisation {
    private final Tokens tokens;
    private final Passcodes passcodes;
    private final TokenStore store;
    private final ResynchronisationStore resynchronised;
    private final Ledger ledger;

    Resynchronisation(
            Tokens tokens,
            Passcodes passcodes,
            TokenStore store,
            ResynchronisationStore resynchronised,
            Ledger ledger) {
        this.tokens = tokens;
        this.passcodes = passcodes;
        this.store = store;
        this.resynchronised = resynchronised;
        this.ledger = ledger;
    }

    /** Time, record and transactions. */
    @Component
    record Ledger(InstantSource time, Audit audit, TransactionOperations transactions) {}

    /** What came of a try. */
    public sealed interface Outcome {
        /** Both passcodes are spent, and the next one is expected. */
        record Done() implements Outcome {}

        /** Not two passcodes in a row of this token within its window, or one of them is spent. */
        record Refused() implements Outcome {}

        /** The token pauses or is locked after too many failures; the passcodes were not looked at. */
        record Paused(Instant until) implements Outcome {}

        /** There is no such token in use, or it is asked challenges and has nothing to lose step with. */
        record NotPossible() implements Outcome {}
    }

    /**
     * Finds a token again by two passcodes that it showed one after the other. Never call it inside a transaction.
     *
     * @param first the passcode shown first, exactly its characters
     * @param second the one right after
     */
    public Outcome resynchronise(VirtualServerId virtualServer, TokenId id, String first, String second, Actor actor) {
        Token token = tokens.find(virtualServer, id).orElse(null);
        if (token == null || token.state() != TokenState.ACTIVE || !token.showsPasscodes()) {
            return new Outcome.NotPossible();
        }
        return ledger.transactions.execute(status -> {
            Instant now = ledger.time.instant();
            Optional<TokenUse> charged = store.charge(token.id(), now);
            Outcome outcome =
                    charged.map(use -> attempt(token, use, first, second, now)).orElseGet(() -> unusable(token));
            ledger.audit.append(event(token, actor, outcome));
            if (outcome instanceof Outcome.Refused) {
                charged.filter(TokenUse::isLast)
                        .ifPresent(use -> ledger.audit.append(use.locked(token.virtualServer())));
            }
            return outcome;
        });
    }

    private Outcome unusable(Token token) {
        Instant until = tokens.find(token.virtualServer(), token.id())
                .map(Token::pausedUntil)
                .orElse(null);
        return until == null ? new Outcome.NotPossible() : new Outcome.Paused(until);
    }

    private Outcome attempt(Token token, TokenUse use, String first, String second, Instant now) {
        PasscodeMatch match =
                passcodes.withSeed(token.virtualServer(), use, seed -> use.matchPair(seed, first, second, now));
        return switch (match) {
            case PasscodeMatch.Matched(long factor) ->
                resynchronised.advance(use.id(), factor, use.clockOffsetAt(factor, now), now)
                        ? new Outcome.Done()
                        : new Outcome.Refused();
            case PasscodeMatch.SpentBefore spent -> new Outcome.Refused();
            case PasscodeMatch.NoMatch none -> new Outcome.Refused();
        };
    }

    private static AuditEvent event(Token token, Actor actor, Outcome outcome) {
        AuditType type =
                outcome instanceof Outcome.Done ? AuditType.TOKEN_RESYNCHRONISED : AuditType.RESYNCHRONISATION_REFUSED;
        AuditEvent event = AuditEvent.of(token.virtualServer(), type, actor)
                .about(token.user())
                .about(token.id())
                .with("serial", token.serial());
        return switch (outcome) {
            case Outcome.Done done -> event;
            case Outcome.Refused refused -> event.with("reason", "not two passcodes in a row");
            case Outcome.Paused paused -> event.with("reason", "token paused");
            case Outcome.NotPossible gone -> event.with("reason", "no token");
        };
    }
}
