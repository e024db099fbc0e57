package org.countersign.server.enrollment;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.ProvisioningTaskId;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.Policies;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.KeyPurpose;
import org.countersign.server.virtualservers.SigningKey;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes enrollments, in the transaction of the caller, who records them. */
@Component
class Issuing {
    private static final Duration ON_A_PAGE = Duration.ofMinutes(10);

    private final EnrollmentStore store;
    private final ActivationSecrets secrets;
    private final Tokens tokens;
    private final Policies policies;
    private final VirtualServers virtualServers;
    private final InstantSource time;

    Issuing(
            EnrollmentStore store,
            ActivationSecrets secrets,
            Tokens tokens,
            Policies policies,
            VirtualServers virtualServers,
            InstantSource time) {
        this.store = store;
        this.secrets = secrets;
        this.tokens = tokens;
        this.policies = policies;
        this.virtualServers = virtualServers;
        this.time = time;
    }

    /** A new enrollment and its string, which is nowhere else. */
    record Issued(
            EnrollmentId enrollment,
            UserAccount user,
            Token token,
            ActivationString activation,
            SecondProof secondProof,
            Instant expiresAt) {}

    /**
     * Ends what these users have open, and keeps other transactions from giving them something meanwhile. Comes before any
     * {@link #issue}, so that two transactions never wait for one another.
     */
    List<EnrollmentRow> clear(Collection<UserId> users) {
        store.lockUsers(users);
        return store.revokeOpen(users);
    }

    /** Returns when a string mailed now expires. */
    Instant mailedUntil(VirtualServerId virtualServer) {
        return whole(policies.current(virtualServer).enrollment().mailedLifetime());
    }

    /** Says whether a page may show a string as a QR code. */
    boolean showsQr(VirtualServerId virtualServer) {
        return policies.current(virtualServer).enrollment().showsQr();
    }

    /** Says whether the token waits until its user has compared the numbers on the page. */
    boolean awaitsWord(EnrollmentRow enrollment) {
        return enrollment.awaitsWord(policies.current(enrollment.virtualServer).enrollment());
    }

    /** Returns when a string shown now expires. */
    Instant shownUntil() {
        return whole(ON_A_PAGE);
    }

    /** Reserves a token for {@code user} and opens an enrollment; nothing when the inventory is empty. */
    Optional<Issued> issue(
            UserAccount user,
            @Nullable ProvisioningTaskId task,
            SecondProof secondProof,
            Instant expiresAt,
            Actor actor) {
        return tokens.assign(user.virtualServer(), user.id(), policies.current(user.virtualServer()), actor)
                .map(token -> {
                    // The token may have been another user's a moment ago, whose link was not used.
                    store.revokeOpen(token.id());
                    EnrollmentId id = secrets.newEnrollment();
                    SigningKey key = virtualServers.currentKey(user.virtualServer(), KeyPurpose.ENROLLMENT);
                    try (SecretBytes secret = secrets.of(id);
                            TypedCode code = TypedCode.of(secret)) {
                        byte[] hash = ActivationSecrets.hash(secret);
                        Instant now = time.instant();
                        store.insert(id, token, task, key.id(), hash, code.stored(), secondProof, now, expiresAt);
                        return new Issued(
                                id,
                                user,
                                token,
                                ActivationString.of(id, secret, key.point(), expiresAt, secondProof),
                                secondProof,
                                expiresAt);
                    }
                });
    }

    /** Returns the string of an enrollment that is open. */
    ActivationString again(EnrollmentRow enrollment) {
        SigningKey key = virtualServers.key(enrollment.signingKey);
        try (SecretBytes secret = secrets.of(enrollment)) {
            return ActivationString.of(
                    enrollment.id, secret, key.point(), enrollment.expiresAt, enrollment.secondProof);
        }
    }

    /** Returns the string of an enrollment that is open, sealed for whoever knows its typed code. */
    byte[] sealedForTyping(EnrollmentRow enrollment) {
        try (SecretBytes secret = secrets.of(enrollment);
                TypedCode code = TypedCode.of(secret)) {
            return code.seal(again(enrollment).exposed(), secrets.randomness().bytes(TypedCode.IV_BYTES));
        }
    }

    private Instant whole(Duration lifetime) {
        return time.instant().plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
    }
}
