package org.countersign.server.users;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.SignInId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Operators at the console and on their way into it. Sessions are kept in the database, so that every node knows them and signing
 * out ends them everywhere; nothing of a user's sign-in is shared with them. Only hashes of the keys are kept, and every step
 * changes the key. A session ends with its operator's role, state or password.
 */
@Component
public final class OperatorSessions {
    /** Without a request for so long, a session ends. */
    public static final Duration IDLE = Duration.ofMinutes(30);

    /** After so long a session ends even when it is in use. */
    public static final Duration LONGEST = Duration.ofHours(12);

    /** So long the second factor may take. */
    private static final Duration ON_THE_WAY = Duration.ofMinutes(15);

    private static final int KEY_BYTES = 32;

    private final OperatorSessionStore store;
    private final OperatorStore operators;
    private final Audit audit;
    private final Randomness randomness;
    private final InstantSource time;
    private final TransactionOperations transactions;

    OperatorSessions(
            OperatorSessionStore store,
            OperatorStore operators,
            Audit audit,
            Randomness randomness,
            InstantSource time,
            TransactionOperations transactions) {
        this.store = store;
        this.operators = operators;
        this.audit = audit;
        this.randomness = randomness;
        this.time = time;
        this.transactions = transactions;
    }

    /**
     * Begins a session that is good for the next step only.
     *
     * @param stage what the next step is
     * @param next where the operator wants to go, at most 500 characters
     * @return its key of 256 random bits, for the operator's browser alone
     */
    public String begin(Operator operator, OperatorSession.Stage stage, SignInId signIn, String next) {
        String key = newKey();
        Instant now = time.instant();
        Instant end = now.plus(ON_THE_WAY);
        store.forgetEndedBefore(now);
        store.insert(hash(key), operator, stage, signIn, next, new OperatorSessionStore.Ends(end, end));
        return key;
    }

    /** Opens a session with a password alone and returns its key. */
    public String openWithPassword(Operator operator, String ip) {
        String key = newKey();
        Instant now = time.instant();
        return transactions.execute(status -> {
            store.forgetEndedBefore(now);
            store.insert(hash(key), operator, OperatorSession.Stage.OPEN, null, "", ends(now));
            recordSignIn(operator, "password", ip, now);
            return key;
        });
    }

    /**
     * Opens the session that waited for this sign-in's second factor, which was right.
     *
     * @return its new key; nothing when no session with {@code key} waited for it
     */
    public Optional<String> prove(OperatorSession session, String key, SignInId signIn, String factor, String ip) {
        String newKey = newKey();
        Instant now = time.instant();
        return transactions.execute(status -> {
            if (!store.open(hash(key), hash(newKey), signIn, now, ends(now))) {
                return Optional.empty();
            }
            if (session.stage() == OperatorSession.Stage.OPEN) {
                audit.append(event(session.operator(), AuditType.OPERATOR_CONFIRMED, factor, ip));
            } else {
                recordSignIn(session.operator(), factor, ip, now);
            }
            return Optional.of(newKey);
        });
    }

    /** Lets a session wait for a sign-in's second factor, and returns its new key; nothing when there is no such session. */
    public Optional<String> await(String key, SignInId signIn, String next) {
        String newKey = newKey();
        return store.await(hash(key), hash(newKey), signIn, next) ? Optional.of(newKey) : Optional.empty();
    }

    /** Gives a session another key; nothing when there is no such session. */
    public Optional<String> renew(String key) {
        String newKey = newKey();
        return store.rekey(hash(key), hash(newKey)) ? Optional.of(newKey) : Optional.empty();
    }

    /** Finds how far an operator of {@code virtualServer} with {@code key} has come, and keeps the session from idling. */
    public Optional<OperatorSession> find(VirtualServerId virtualServer, String key) {
        Instant now = time.instant();
        return store.touch(hash(key), virtualServer, now, now.plus(IDLE));
    }

    /** Returns how many browsers an operator works in now. */
    public int count(Operator operator) {
        return operators.sessions(operator.virtualServer(), operator.id(), time.instant());
    }

    /** Ends a session. */
    public void close(String key) {
        store.delete(hash(key));
    }

    private void recordSignIn(Operator operator, String factor, String ip, Instant now) {
        operators.signedIn(operator.id(), operator.virtualServer(), now);
        audit.append(event(operator, AuditType.OPERATOR_SIGNED_IN, factor, ip));
    }

    private static AuditEvent event(Operator operator, AuditType type, String factor, String ip) {
        return AuditEvent.of(operator.virtualServer(), type, new Actor.Operator(operator.id()))
                .from(ip)
                .with("userName", operator.userName())
                .with("factor", factor);
    }

    private static OperatorSessionStore.Ends ends(Instant now) {
        return new OperatorSessionStore.Ends(now.plus(IDLE), now.plus(LONGEST));
    }

    private String newKey() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.bytes(KEY_BYTES));
    }

    private static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
