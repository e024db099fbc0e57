package org.countersign.server.enrollment;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * What people say on a page of the number that it shows: their app shows it too, and the token may be put to use; or it shows
 * another one, and the activation ends. The word is about one number, so that it never reaches an app that was bound meanwhile.
 */
@Component
public final class Confirmations {
    private final EnrollmentStore store;
    private final ConfirmationStore confirmations;
    private final ActivationSecrets secrets;
    private final ReservedTokens reserved;
    private final Proceedings proceedings;
    private final TransactionOperations transactions;

    Confirmations(
            EnrollmentStore store,
            ConfirmationStore confirmations,
            ActivationSecrets secrets,
            ReservedTokens reserved,
            Proceedings proceedings,
            TransactionOperations transactions) {
        this.store = store;
        this.confirmations = confirmations;
        this.secrets = secrets;
        this.reserved = reserved;
        this.proceedings = proceedings;
        this.transactions = transactions;
    }

    /**
     * Takes the word of a user who has proved who they are, about their own enrollment.
     *
     * @return false when it came too late, or there is no such enrollment of theirs; then nothing was done
     */
    public boolean say(
            VirtualServerId virtualServer, UserId user, EnrollmentId id, PageWord word, Actor actor, String ip) {
        return find(virtualServer, id)
                .filter(enrollment -> enrollment.user.equals(user))
                .map(enrollment -> taken(enrollment, word, actor, ip))
                .orElse(false);
    }

    /**
     * Takes the word of somebody who has the activation string.
     *
     * @param proof shows that they have it: docs/formats/activation-string.md
     * @return false when it came too late, or the proof is not right; then nothing was done
     */
    public boolean say(VirtualServerId virtualServer, EnrollmentId id, PageWord word, byte[] proof, String ip) {
        return find(virtualServer, id)
                .filter(enrollment -> isProven(enrollment, word, proof))
                .map(enrollment -> taken(enrollment, word, new Actor.Unknown(), ip))
                .orElse(false);
    }

    private Optional<EnrollmentRow> find(VirtualServerId virtualServer, EnrollmentId id) {
        return store.find(id).filter(enrollment -> enrollment.virtualServer.equals(virtualServer));
    }

    private boolean isProven(EnrollmentRow enrollment, PageWord word, byte[] proof) {
        try (SecretBytes secret = secrets.of(enrollment)) {
            return MessageDigest.isEqual(EnrollmentKeys.wordProof(secret, word), proof);
        }
    }

    private boolean taken(EnrollmentRow enrollment, PageWord word, Actor actor, String ip) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            Instant now = proceedings.now();
            if (word.same()) {
                boolean confirmed = confirmations.confirm(enrollment.id, word.code(), now);
                if (confirmed) {
                    proceedings.news().confirmed(enrollment, actor, ip);
                }
                return confirmed;
            }
            boolean ended = confirmations.end(enrollment.id, word.code());
            if (ended) {
                reserved.letGo(enrollment.virtualServer, enrollment.user, enrollment.token, actor);
                proceedings.news().disputed(enrollment, actor, ip, now);
            }
            return ended;
        }));
    }
}
