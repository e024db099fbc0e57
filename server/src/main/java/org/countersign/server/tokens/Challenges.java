package org.countersign.server.tokens;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.countersign.otp.OcraSuite;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.ChallengeId;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.Policies;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Challenges and their answers. A challenge is for one token and one requester, who may answer it once, right or wrong,
 * within two minutes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6287#section-7.1">RFC 6287, section 7.1</a>
 */
@Component
public final class Challenges {
    /** How long a challenge may be answered. */
    public static final Duration LIFETIME = Duration.ofMinutes(2);

    /** What somebody without a token is asked where the rules name no suite. */
    private static final OcraSuite USUAL = OcraSuite.parse("OCRA-1:HOTP-SHA256-6:QN08");

    private static final String DIGITS = "0123456789";
    private static final String HEXADECIMAL = "0123456789ABCDEF";
    /** Without I, L, O and U: nothing here looks like something else. */
    private static final String ALPHANUMERIC = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private final ChallengeStore store;
    private final Tokens tokens;
    private final Passcodes passcodes;
    private final Policies policies;
    private final Ledger ledger;

    Challenges(ChallengeStore store, Tokens tokens, Passcodes passcodes, Policies policies, Ledger ledger) {
        this.store = store;
        this.tokens = tokens;
        this.passcodes = passcodes;
        this.policies = policies;
        this.ledger = ledger;
    }

    /** Time, randomness, record and transactions. */
    @Component
    record Ledger(InstantSource time, Randomness randomness, Audit audit, TransactionOperations transactions) {}

    /**
     * Who asks for a challenge.
     *
     * @param requester who may answer it: a sign-in or an API client
     * @param actor who is on record for asking
     * @param application what is signed in to
     */
    public record Request(VirtualServerId virtualServer, String requester, Actor actor, String application) {}

    /**
     * Asks a token of a user, by the name the user has; whoever has no such token is asked just the same, and no answer will
     * do.
     *
     * @param serial which token; or none: the one activated last
     */
    public Challenge ask(Request request, String userName, @Nullable String serial) {
        return issue(request, store.target(request.virtualServer(), userName, serial));
    }

    /** Asks a token of a user as {@link #ask(Request, String, String)} does. */
    public Challenge ask(Request request, UserId user, @Nullable String serial) {
        return issue(request, store.target(request.virtualServer(), user, serial));
    }

    private Challenge issue(Request request, Optional<ChallengeStore.Target> target) {
        OcraSuite suite =
                target.map(ChallengeStore.Target::suite).orElseGet(() -> suiteOfRules(request.virtualServer()));
        Instant now = ledger.time.instant();
        Challenge challenge = new Challenge(
                new ChallengeId(ledger.randomness.newUnguessableId()),
                target.map(ChallengeStore.Target::token).orElse(null),
                question(suite),
                now.plus(LIFETIME));
        ledger.transactions.executeWithoutResult(status -> {
            store.insert(request, challenge, now);
            ledger.audit.append(AuditEvent.of(request.virtualServer(), AuditType.CHALLENGE_ISSUED, request.actor())
                    .about(target.map(ChallengeStore.Target::user).orElse(null))
                    .about(challenge.token())
                    .with("application", request.application()));
        });
        return challenge;
    }

    /** Returns the challenge that a requester asked for last and may still answer. */
    public Optional<Challenge> open(VirtualServerId virtualServer, String requester) {
        return store.open(virtualServer, requester, ledger.time.instant());
    }

    /**
     * Checks the response to a challenge, which no answer can follow. Runs in the caller's transaction, which must commit
     * whatever the outcome; the caller records it.
     *
     * @param requester who answers: only the one who asked may
     * @param user whose response it is to be
     */
    public CodeCheck answer(
            VirtualServerId virtualServer, String requester, ChallengeId id, UserId user, String response) {
        Passcodes.requireTransaction();
        Instant now = ledger.time.instant();
        ChallengeStore.Taken taken =
                store.take(virtualServer, requester, id, now).orElse(null);
        if (taken == null) {
            return new CodeCheck.ChallengeOver(store.whyOver(virtualServer, requester, id));
        }
        return Optional.ofNullable(taken.token())
                .flatMap(token -> tokens.find(virtualServer, token))
                .filter(token -> user.equals(token.user()))
                .map(token -> passcodes.respond(token, taken.question(), taken.askedAt(), response))
                .orElseGet(CodeCheck.NoToken::new);
    }

    /** Uses a challenge up without looking at a response, for an answer whose sender is nobody. */
    public CodeCheck waste(VirtualServerId virtualServer, String requester, ChallengeId id) {
        Passcodes.requireTransaction();
        return store.take(virtualServer, requester, id, ledger.time.instant())
                .<CodeCheck>map(taken -> new CodeCheck.NoToken())
                .orElseGet(() -> new CodeCheck.ChallengeOver(store.whyOver(virtualServer, requester, id)));
    }

    private OcraSuite suiteOfRules(VirtualServerId virtualServer) {
        String suite = policies.current(virtualServer).tokens().suite();
        return suite == null ? USUAL : OcraSuite.parse(suite);
    }

    private String question(OcraSuite suite) {
        String characters = switch (suite.questionFormat()) {
            case NUMERIC -> DIGITS;
            case ALPHANUMERIC -> ALPHANUMERIC;
            case HEXADECIMAL -> HEXADECIMAL;
        };
        StringBuilder question = new StringBuilder(suite.questionMaxLength());
        while (question.length() < suite.questionMaxLength()) {
            question.append(characters.charAt(ledger.randomness.below(characters.length())));
        }
        return question.toString();
    }
}
