package org.countersign.server.users;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.LockRules;
import org.countersign.server.policy.Policies;
import org.springframework.stereotype.Component;

/**
 * Checks passwords against guessing: each try is charged to the name before the password is looked at, in the database,
 * so that parallel tries count like any others. Names without an account pause as well.
 */
@Component
class Passwords {
    /** The longest password that is looked at; more is refused before it costs anything. */
    static final int LONGEST = 256;

    private final PasswordLockStore locks;
    private final PasswordHashing hashing;
    private final Policies policies;
    private final InstantSource time;

    Passwords(PasswordLockStore locks, PasswordHashing hashing, Policies policies, InstantSource time) {
        this.locks = locks;
        this.hashing = hashing;
        this.policies = policies;
        this.time = time;
    }

    /** An account as the store holds it: who, and the hash of the password if there is one that may be used. */
    record Candidate<T>(T who, String hash) {}

    <T> PasswordCheck<T> check(
            VirtualServerId virtualServer, String kind, String name, String password, Optional<Candidate<T>> found) {
        byte[] subject = subject(kind, name);
        LockRules rules = policies.current(virtualServer).locks();
        Optional<Integer> failures =
                locks.charge(virtualServer, subject, rules.passwordThreshold(), rules.duration(), time.instant());
        if (failures.isEmpty()) {
            return new PasswordCheck.Paused<>(locks.pausedUntil(virtualServer, subject));
        }
        String normalized = Normalizer.normalize(password, Normalizer.Form.NFKC);
        boolean right = password.length() <= LONGEST
                && hashing.matches(normalized, found.map(Candidate::hash).orElse(null));
        if (!right || found.isEmpty()) {
            return new PasswordCheck.Refused<>(failures.get() % rules.passwordThreshold() == 0);
        }
        locks.clear(virtualServer, subject);
        return new PasswordCheck.Accepted<>(found.get().who());
    }

    /** Returns until when no password of this name is looked at, if it pauses. */
    Optional<Instant> pausedUntil(VirtualServerId virtualServer, String kind, String name) {
        return locks.find(virtualServer, subject(kind, name)).filter(until -> until.isAfter(time.instant()));
    }

    /** Forgets the wrong passwords of this name. */
    void forgive(VirtualServerId virtualServer, String kind, String name) {
        locks.clear(virtualServer, subject(kind, name));
    }

    /** Compares without a charge, for somebody who is known already. */
    boolean isRight(String hash, String password) {
        return hashing.matches(Normalizer.normalize(password, Normalizer.Form.NFKC), hash);
    }

    String hash(String password) {
        if (password.length() < 8 || password.length() > LONGEST) {
            throw new UnacceptableEntry(
                    UnacceptableEntry.What.PASSWORD, "a password has 8 to " + LONGEST + " characters");
        }
        return hashing.hash(Normalizer.normalize(password, Normalizer.Form.NFKC));
    }

    private static byte[] subject(String kind, String name) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((kind + ':' + name.toLowerCase(Locale.ROOT)).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
