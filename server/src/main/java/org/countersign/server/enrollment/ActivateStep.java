package org.countersign.server.enrollment;

import java.time.Instant;
import java.util.Optional;
import org.countersign.server.enrollment.EnrollmentRefused.Reason;
import org.countersign.server.kernel.CompactJws;
import org.countersign.server.policy.PinKind;
import org.countersign.server.tokens.CodeCheck;
import org.countersign.server.tokens.DeviceMessage;
import org.countersign.server.tokens.DeviceMessages;
import org.countersign.server.tokens.Passcodes;
import org.countersign.server.tokens.ServerPins;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.PasswordCheck;
import org.countersign.server.users.UserAccount;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionOperations;

/** Puts a bound token to use by its first passcode and, where asked for, the user's password. */
@Component
class ActivateStep {
    private static final String STEP = "activate";

    private final EnrollmentStore store;
    private final Parties parties;
    private final Tokens tokens;
    private final Passcodes passcodes;
    private final ServerPins pins;
    private final DeviceMessages messages;
    private final Proceedings proceedings;
    private final TransactionOperations transactions;

    ActivateStep(
            EnrollmentStore store,
            Parties parties,
            Tokens tokens,
            Passcodes passcodes,
            ServerPins pins,
            DeviceMessages messages,
            Proceedings proceedings,
            TransactionOperations transactions) {
        this.store = store;
        this.parties = parties;
        this.tokens = tokens;
        this.passcodes = passcodes;
        this.pins = pins;
        this.messages = messages;
        this.proceedings = proceedings;
        this.transactions = transactions;
    }

    /** A genuine activation of an enrollment that a device has claimed. */
    private record Try(
            EnrollmentRow enrollment,
            Parties.Party party,
            DeviceMessage.Genuine message,
            String passcode,
            ActivationProofs proofs,
            String ip) {
        byte[] hash() {
            return Sha256.of(CompactJws.ascii(message.message().compact()));
        }
    }

    /** Must not run in a transaction: the password is checked in between. */
    ActivateAnswer activate(String jws, ActivationProofs proofs, String ip) {
        messages.enter(jws);
        Optional<ActivateAnswer.Activated> before = store.completedBy(Sha256.of(CompactJws.ascii(jws)))
                .flatMap(enrollment -> tokens.find(enrollment.virtualServer, enrollment.token))
                .map(token -> new ActivateAnswer.Activated(token.serial()));
        if (before.isPresent()) {
            return before.get();
        }
        return switch (messages.read(jws, "countersign-activate+jwt")) {
            case DeviceMessage.Malformed malformed -> new EnrollmentRefused(Reason.MALFORMED);
            case DeviceMessage.ClockSkew skew -> new EnrollmentRefused(Reason.CLOCK_SKEW);
            case DeviceMessage.NotSigned stranger -> new EnrollmentRefused(Reason.SIGNATURE_INVALID);
            case DeviceMessage.Genuine genuine -> activate(genuine, proofs, ip);
        };
    }

    private ActivateAnswer activate(DeviceMessage.Genuine message, ActivationProofs proofs, String ip) {
        Optional<String> passcode = message.message().text("passcode");
        Optional<EnrollmentRow> enrollment = store.lastTaken(message.token().id());
        if (passcode.isEmpty()) {
            return new EnrollmentRefused(Reason.MALFORMED);
        }
        if (enrollment.isEmpty()) {
            return new EnrollmentRefused(Reason.INVALID);
        }
        if (enrollment.get().state == EnrollmentRow.State.COMPLETED) {
            return completedBefore(message.token());
        }
        Optional<Parties.Party> party = parties.of(enrollment.get());
        Optional<Reason> over = enrollment
                .get()
                .over(proceedings.now())
                .or(() -> party.isEmpty() ? Optional.of(Reason.REVOKED) : Optional.empty());
        if (over.isPresent()) {
            // While its parts were read one by one, the same activation may have completed on another connection.
            return store.find(enrollment.get().id)
                    .filter(now -> now.state == EnrollmentRow.State.COMPLETED)
                    .map(completed -> completedBefore(message.token()))
                    .orElseGet(() -> alone(enrollment.get(), over.get(), ip));
        }
        if (parties.awaitWord(enrollment.get())) {
            // No try at anything: the app asks again until the page has its answer.
            return new EnrollmentRefused(Reason.CONFIRMATION_AWAITED);
        }
        Try attempt = new Try(enrollment.get(), party.orElseThrow(), message, passcode.get(), proofs, ip);
        Optional<EnrollmentRefused> pinless = checkPin(attempt);
        if (pinless.isPresent()) {
            return pinless.get();
        }
        String password = proofs.password();
        boolean asksForPassword = attempt.enrollment.secondProof == SecondProof.PASSWORD;
        if (asksForPassword && (password == null || password.isEmpty())) {
            return new EnrollmentRefused(Reason.PASSWORD_REQUIRED);
        }
        Optional<Integer> failures = store.charge(attempt.enrollment.id);
        if (failures.isEmpty()) {
            return overtaken(attempt);
        }
        if (asksForPassword) {
            Optional<EnrollmentRefused> refused = checkPassword(attempt, String.valueOf(password), failures.get());
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        return transactions.execute(status -> decide(attempt, failures.get(), status));
    }

    /** A missing or weak PIN is no guess at anything, so it does not count. */
    private static Optional<EnrollmentRefused> checkPin(Try attempt) {
        String pin = attempt.proofs.pin();
        if (attempt.party.token().pin().kind() != PinKind.SERVER) {
            return Optional.empty();
        }
        if (pin == null) {
            return Optional.of(new EnrollmentRefused(Reason.PIN_REQUIRED));
        }
        return ServerPins.fault(attempt.party.token(), pin)
                .map(fault -> new EnrollmentRefused(Reason.PIN_UNACCEPTABLE));
    }

    private Optional<EnrollmentRefused> checkPassword(Try attempt, String password, int failures) {
        PasswordCheck<UserAccount> check = parties.checkPassword(attempt.party.user(), password);
        return switch (check) {
            case PasswordCheck.Accepted<UserAccount> accepted -> Optional.empty();
            case PasswordCheck.Refused<UserAccount> refused ->
                Optional.of(transactions.execute(status ->
                        proceedings.counted(attempt.enrollment, STEP, Reason.PASSWORD_REFUSED, attempt.ip, failures)));
            case PasswordCheck.Paused<UserAccount>(Instant until) -> {
                store.refund(attempt.enrollment.id);
                yield Optional.of(new EnrollmentRefused(Reason.PAUSED, null, until));
            }
        };
    }

    private ActivateAnswer decide(Try attempt, int failures, TransactionStatus status) {
        EnrollmentRow enrollment = store.lock(attempt.enrollment.id).orElseThrow();
        if (enrollment.state == EnrollmentRow.State.COMPLETED) {
            return new ActivateAnswer.Activated(attempt.party.token().serial());
        }
        Optional<Reason> over = enrollment.over(proceedings.now());
        if (over.isPresent()) {
            return proceedings.refuse(enrollment, STEP, over.get(), attempt.ip);
        }
        if (parties.awaitWord(enrollment)) {
            store.refund(enrollment.id);
            return new EnrollmentRefused(Reason.CONFIRMATION_AWAITED);
        }
        CodeCheck check = passcodes.activate(
                attempt.party.token(),
                attempt.passcode,
                Optional.ofNullable(enrollment.confirmCode).orElse(""));
        if (!(check instanceof CodeCheck.Accepted)) {
            return proceedings.counted(enrollment, STEP, Reason.PASSCODE_REFUSED, attempt.ip, failures);
        }
        String pin = attempt.proofs.pin();
        if (attempt.party.token().pin().kind() == PinKind.SERVER && pin != null) {
            pins.enroll(attempt.party.token(), pin);
        }
        Instant now = proceedings.now();
        if (!store.complete(enrollment.id, attempt.hash(), now)) {
            status.setRollbackOnly();
            return new EnrollmentRefused(Reason.EXPIRED);
        }
        String name = Optional.ofNullable(attempt.message.token().name()).orElse("");
        proceedings.news().completed(enrollment, attempt.party, attempt.message.device(), name, attempt.ip, now);
        return new ActivateAnswer.Activated(attempt.party.token().serial());
    }

    /** Between reading and charging, another activation was faster or used up the last try. */
    private ActivateAnswer overtaken(Try attempt) {
        EnrollmentRow now = store.find(attempt.enrollment.id).orElseThrow();
        return switch (now.state) {
            case COMPLETED -> new ActivateAnswer.Activated(attempt.party.token().serial());
            case REVOKED -> new EnrollmentRefused(Reason.REVOKED);
            case OPEN, CLAIMED, FAILED -> new EnrollmentRefused(Reason.FAILED);
        };
    }

    /**
     * The device that was bound asks again after success: its reply was lost, whatever the words. The token is read anew:
     * the one that came with the message may be older than the success.
     */
    private ActivateAnswer completedBefore(Token asRead) {
        return tokens.find(asRead.virtualServer(), asRead.id())
                .filter(token -> token.state() == TokenState.ACTIVE)
                .<ActivateAnswer>map(token -> new ActivateAnswer.Activated(token.serial()))
                .orElseGet(() -> new EnrollmentRefused(Reason.TOKEN_INACTIVE));
    }

    private EnrollmentRefused alone(EnrollmentRow enrollment, Reason reason, String ip) {
        return transactions.execute(status -> proceedings.refuse(enrollment, STEP, reason, ip));
    }
}
