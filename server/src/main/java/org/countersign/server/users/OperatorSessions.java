package org.countersign.server.users;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;

/**
 * Operators who are signed in to the console. They are kept in the database, so that every node knows them and signing
 * out ends them everywhere; nothing of a user's sign-in is shared with them. Only hashes of the keys are kept.
 */
@Component
public final class OperatorSessions {
    /** Without a request for so long, a session ends. */
    public static final Duration IDLE = Duration.ofMinutes(30);

    /** After so long a session ends even when it is in use. */
    public static final Duration LONGEST = Duration.ofHours(12);

    private static final int KEY_BYTES = 32;

    private final OperatorSessionStore store;
    private final Randomness randomness;
    private final InstantSource time;

    OperatorSessions(OperatorSessionStore store, Randomness randomness, InstantSource time) {
        this.store = store;
        this.randomness = randomness;
        this.time = time;
    }

    /** Opens a session and returns its key of 256 random bits, for the operator's browser alone. */
    public String open(Operator operator) {
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.bytes(KEY_BYTES));
        Instant now = time.instant();
        store.forgetEndedBefore(now);
        store.insert(hash(key), operator, now.plus(IDLE), now.plus(LONGEST));
        return key;
    }

    /** Finds who is signed in to {@code virtualServer} with {@code key}, and keeps the session from idling. */
    public Optional<Operator> find(VirtualServerId virtualServer, String key) {
        Instant now = time.instant();
        return store.touch(hash(key), virtualServer, now, now.plus(IDLE));
    }

    /** Ends a session. */
    public void close(String key) {
        store.delete(hash(key));
    }

    private static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
