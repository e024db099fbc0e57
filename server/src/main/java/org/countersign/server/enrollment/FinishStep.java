package org.countersign.server.enrollment;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Optional;
import org.countersign.server.enrollment.EnrollmentRefused.Reason;
import org.countersign.server.kernel.Base64Url;
import org.countersign.server.kernel.Reach;
import org.countersign.server.kernel.SecretBytes;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Binds one device: of all that began, the first to finish. */
@Component
class FinishStep {
    private static final String STEP = "finish";

    private final EnrollmentStore store;
    private final ActivationSecrets secrets;
    private final Parties parties;
    private final Binding binding;
    private final Proceedings proceedings;
    private final TransactionOperations transactions;

    FinishStep(
            EnrollmentStore store,
            ActivationSecrets secrets,
            Parties parties,
            Binding binding,
            Proceedings proceedings,
            TransactionOperations transactions) {
        this.store = store;
        this.secrets = secrets;
        this.parties = parties;
        this.binding = binding;
        this.proceedings = proceedings;
        this.transactions = transactions;
    }

    FinishAnswer finish(byte[] finish, byte[] mac, byte[] signature, String ip) {
        FinishMessage message;
        try {
            message = FinishMessage.read(finish);
        } catch (Fields.Malformed malformed) {
            return new EnrollmentRefused(Reason.MALFORMED);
        }
        store.home(message.enrollment).ifPresent(Reach::enter);
        return transactions.execute(status -> {
            Optional<EnrollmentRow> enrollment = store.lock(message.enrollment);
            Optional<BeginRow> begin = enrollment.flatMap(found -> store.begin(found.id, message.beginHash));
            return begin.isEmpty()
                    ? new EnrollmentRefused(Reason.INVALID)
                    : answer(enrollment.orElseThrow(), begin.get(), message, new Proof(finish, mac, signature), ip);
        });
    }

    /** What an app sends beside what it says. */
    private static final class Proof {
        final byte[] finish;
        final byte[] mac;
        final byte[] signature;

        Proof(byte[] finish, byte[] mac, byte[] signature) {
            this.finish = finish;
            this.mac = mac;
            this.signature = signature;
        }

        boolean holds(EnrollmentKeys keys, ECPublicKey deviceKey) {
            boolean sameKeys = MessageDigest.isEqual(keys.deviceMac(finish), mac);
            return isSigned(keys.signedByDevice(finish), deviceKey) && sameKeys;
        }

        private boolean isSigned(byte[] message, ECPublicKey deviceKey) {
            try {
                Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
                verifier.initVerify(deviceKey);
                verifier.update(message);
                return signature.length == 64 && verifier.verify(signature);
            } catch (GeneralSecurityException notASignature) {
                return false;
            }
        }
    }

    private FinishAnswer answer(
            EnrollmentRow enrollment, BeginRow begin, FinishMessage message, Proof proof, String ip) {
        Optional<Reason> over = enrollment.over(proceedings.now());
        if (over.isPresent()) {
            return proceedings.refuse(enrollment, STEP, over.get(), ip);
        }
        if (enrollment.isTaken() && !enrollment.isClaimedBy(message.beginHash)) {
            return proceedings.contested(enrollment, STEP, ip);
        }
        Optional<Parties.Party> party = enrollment.isTaken() ? parties.of(enrollment) : parties.renewed(enrollment);
        if (enrollment.state == EnrollmentRow.State.COMPLETED || begin.sealedEphemeral == null) {
            return proceedings.refuse(enrollment, STEP, Reason.USED, ip);
        }
        if (party.isEmpty()) {
            return proceedings.refuse(enrollment, STEP, Reason.REVOKED, ip);
        }
        if (!enrollment.isTaken() && !parties.mayEnroll(enrollment, BeginMessage.known(begin.begin))) {
            return proceedings.refuse(enrollment, STEP, Reason.TARGET_NOT_ALLOWED, ip);
        }
        try (SecretBytes secret = secrets.of(enrollment);
                EnrollmentKeys keys = keys(enrollment, begin, begin.sealedEphemeral, secret)) {
            if (!proof.holds(keys, message.deviceKey)) {
                return proceedings.count(enrollment, STEP, Reason.CONFIRMATION_FAILED, ip);
            }
            byte[] finishHash = Sha256.of(proof.finish);
            return enrollment.isTaken()
                    ? repeated(enrollment, finishHash, ip)
                    : claimed(enrollment, begin, party.get(), message, keys, finishHash, ip);
        }
    }

    /** The same app again: the same words get the same answer, other words come too late. */
    private FinishAnswer repeated(EnrollmentRow enrollment, byte[] finishHash, String ip) {
        Optional<byte[]> before = enrollment.sealedAnswerTo(finishHash);
        return before.isPresent()
                ? secrets.openAnswer(enrollment, before.get())
                : proceedings.refuse(enrollment, STEP, Reason.USED, ip);
    }

    private FinishAnswer claimed(
            EnrollmentRow enrollment,
            BeginRow begin,
            Parties.Party party,
            FinishMessage message,
            EnrollmentKeys keys,
            byte[] finishHash,
            String ip) {
        Instant now = proceedings.now();
        String rules = parties.policyString(party.token(), BeginMessage.known(begin.begin));
        if (!begin.offers(rules)) {
            // The app would have a token by rules that hold no more; it gets those of now when it begins again.
            return proceedings.refuse(enrollment, STEP, Reason.RULES_CHANGED, ip);
        }
        String policy = binding.policy(enrollment, party.token(), rules);
        String mac = Base64Url.encode(keys.serverMac(party.token().serial(), policy));
        FinishAnswer.Claimed answer = new FinishAnswer.Claimed(party.token().serial(), policy, mac);
        byte[] sealedAnswer = secrets.sealAnswer(enrollment, answer);
        if (!store.claim(enrollment.id, message.beginHash, finishHash, sealedAnswer, keys.code(), now)) {
            return proceedings.refuse(enrollment, STEP, Reason.EXPIRED, ip);
        }
        binding.bind(party.token(), keys, BeginMessage.known(begin.begin), message);
        proceedings.news().claimed(enrollment, message.name, ip);
        return answer;
    }

    private EnrollmentKeys keys(EnrollmentRow enrollment, BeginRow begin, byte[] sealedEphemeral, SecretBytes secret) {
        return EnrollmentKeys.derive(
                secret,
                secrets.openEphemeral(enrollment, begin.id, sealedEphemeral),
                BeginMessage.known(begin.begin).key(),
                begin.begin,
                begin.offer);
    }
}
