package org.countersign.server.enrollment;

import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.enrollment.EnrollmentRefused.Reason;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.Reach;
import org.countersign.server.kernel.SecretBytes;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Shows the server to an app that knows the one-time secret. It binds nothing: any number of apps may begin. */
@Component
class BeginStep {
    private final EnrollmentStore store;
    private final ActivationSecrets secrets;
    private final Parties parties;
    private final EnrollmentStatements statements;
    private final Proceedings proceedings;
    private final TransactionOperations transactions;

    BeginStep(
            EnrollmentStore store,
            ActivationSecrets secrets,
            Parties parties,
            EnrollmentStatements statements,
            Proceedings proceedings,
            TransactionOperations transactions) {
        this.store = store;
        this.secrets = secrets;
        this.parties = parties;
        this.statements = statements;
        this.proceedings = proceedings;
        this.transactions = transactions;
    }

    BeginAnswer begin(byte[] begin, byte[] proof, String ip) {
        BeginMessage message;
        try {
            message = BeginMessage.read(begin);
        } catch (Fields.Malformed malformed) {
            return new EnrollmentRefused(Reason.MALFORMED);
        }
        store.home(message.enrollment()).ifPresent(Reach::enter);
        return transactions.execute(status -> {
            Optional<EnrollmentRow> found = store.lock(message.enrollment());
            if (found.isEmpty()) {
                return new EnrollmentRefused(Reason.INVALID);
            }
            EnrollmentRow enrollment = found.get();
            return isProven(enrollment, begin, proof)
                    ? answer(enrollment, message, begin, ip)
                    : proceedings.refuse(enrollment, "begin", Reason.INVALID, ip);
        });
    }

    private BeginAnswer answer(EnrollmentRow enrollment, BeginMessage message, byte[] begin, String ip) {
        Instant now = proceedings.now();
        Optional<Reason> over = enrollment.over(now);
        if (over.isPresent()) {
            return proceedings.refuse(enrollment, "begin", over.get(), ip);
        }
        byte[] hash = Sha256.of(begin);
        Optional<BeginRow> before = store.begin(enrollment.id, hash);
        if (enrollment.isTaken()) {
            return before.isPresent() && enrollment.isClaimedBy(hash)
                    ? new BeginAnswer.Offered(before.get().offer)
                    : proceedings.contested(enrollment, "begin", ip);
        }
        if (!parties.mayEnroll(enrollment, message)) {
            return proceedings.refuse(enrollment, "begin", Reason.TARGET_NOT_ALLOWED, ip);
        }
        Optional<Parties.Party> party = before.isPresent() ? parties.of(enrollment) : parties.renewed(enrollment);
        if (party.isEmpty()) {
            return proceedings.refuse(enrollment, "begin", Reason.REVOKED, ip);
        }
        return new BeginAnswer.Offered(
                before.isPresent() ? before.get().offer : newOffer(enrollment, party.get(), message, begin, ip));
    }

    private String newOffer(
            EnrollmentRow enrollment, Parties.Party party, BeginMessage message, byte[] begin, String ip) {
        KeyPair ephemeral = P256.generate(secrets.randomness());
        String offer = statements.offer(
                enrollment, idBytes(enrollment), party, parties.policyString(party.token(), message), (ECPublicKey)
                        ephemeral.getPublic());
        UUID row = secrets.newRow();
        byte[] key = secrets.sealEphemeral(enrollment, row, (ECPrivateKey) ephemeral.getPrivate());
        String code = code(enrollment, message, (ECPrivateKey) ephemeral.getPrivate(), begin, offer);
        store.insertBegin(row, enrollment.id, begin, offer, key, code, proceedings.now());
        proceedings.news().begun(enrollment, message, ip);
        return offer;
    }

    private String code(
            EnrollmentRow enrollment, BeginMessage message, ECPrivateKey ephemeral, byte[] begin, String offer) {
        try (SecretBytes secret = secrets.of(enrollment);
                EnrollmentKeys keys = EnrollmentKeys.derive(secret, ephemeral, message.key(), begin, offer)) {
            return keys.code();
        }
    }

    private boolean isProven(EnrollmentRow enrollment, byte[] begin, byte[] proof) {
        try (SecretBytes secret = secrets.of(enrollment)) {
            return MessageDigest.isEqual(EnrollmentKeys.beginProof(secret, begin), proof);
        }
    }

    private static byte[] idBytes(EnrollmentRow enrollment) {
        UUID id = enrollment.id.value();
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
