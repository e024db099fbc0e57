package org.countersign.server.enrollment;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.otp.HashAlgorithm;
import org.countersign.otp.OtpAuthUri;
import org.countersign.otp.OtpKey;
import org.countersign.otp.PasscodeAlphabet;
import org.countersign.otp.PasscodeFormat;
import org.countersign.otp.TotpParameters;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.StandardStep.Reason;
import org.countersign.server.kernel.Base64Url;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.Mail;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.tokens.CodeCheck;
import org.countersign.server.tokens.Passcodes;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.PasswordCheck;
import org.countersign.server.users.UserAccount;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tokens for apps that know no more than the {@code otpauth} link: the server makes the seed and shows it once, to somebody
 * with a code from their mail and their password; a passcode proves that the app has it. Only where the rules allow it: whoever
 * sees that page can copy the token.
 */
@Component
public final class StandardApps {
    private static final int MOST_FAILURES = 5;
    private static final int SEED_BYTES = 20;
    private static final int STEP_SECONDS = 30;

    private final StandardStore store;
    private final ActivationSecrets secrets;
    private final EnrollmentNews news;
    private final Issuing issuing;
    private final Holders holders;
    private final Course course;

    StandardApps(
            StandardStore store,
            ActivationSecrets secrets,
            EnrollmentNews news,
            Issuing issuing,
            Holders holders,
            Course course) {
        this.store = store;
        this.secrets = secrets;
        this.news = news;
        this.issuing = issuing;
        this.holders = holders;
        this.course = course;
    }

    /** Who gets a token, and the tokens. */
    @Component
    record Holders(Parties parties, Tokens tokens, ReservedTokens reserved, Passcodes passcodes, Policies policies) {}

    /** Time and transactions. */
    @Component
    record Course(InstantSource time, TransactionOperations transactions) {}

    /** Says whether the rules allow such tokens. */
    public boolean isAllowed(VirtualServerId virtualServer) {
        return holders.policies.current(virtualServer).enrollment().areForStandardApps();
    }

    /** Reserves a token for a user and mails them the code; what they had open before ends. */
    public StandardOffer offer(VirtualServerId virtualServer, UserId id, Actor actor) {
        UserAccount user = holders.parties.user(virtualServer, id).orElse(null);
        if (user == null) {
            return new StandardOffer.UnknownUser();
        }
        if (!isAllowed(virtualServer)) {
            return new StandardOffer.Forbidden();
        }
        String address = Optional.ofNullable(user.mail()).orElse("");
        if (!Mail.isAddress(address)) {
            return new StandardOffer.NoMailAddress();
        }
        return course.transactions.execute(status -> offer(user, address, actor, status));
    }

    private StandardOffer offer(UserAccount user, String address, Actor actor, TransactionStatus status) {
        List<EnrollmentRow> revoked = issuing.clear(List.of(user.id()));
        store.revokeOpen(user.virtualServer(), user.id());
        Token token = holders.tokens
                .assign(user.virtualServer(), user.id(), holders.policies.current(user.virtualServer()), actor)
                .orElse(null);
        if (token == null) {
            status.setRollbackOnly();
            return new StandardOffer.NoInventory();
        }
        EnrollmentId id = secrets.newEnrollment();
        Instant until = issuing.mailedUntil(user.virtualServer());
        store.insert(id, token, user.id(), course.time.instant(), until);
        try (SecretBytes secret = secrets.of(id)) {
            news.inviteStandard(user, address, code(id, secret), until);
        }
        revoked.forEach(before -> news.revoked(before, "replaced", actor));
        news.startedStandard(user, token, until, actor);
        return new StandardOffer.Mailed(token.serial(), until);
    }

    /**
     * Makes the seed and returns it, once. Never call it inside a transaction.
     *
     * @param code as it stood in the mail
     */
    public StandardStep show(VirtualServerId virtualServer, String code, String password) {
        StandardStore.Row row = find(virtualServer, code).orElse(null);
        Optional<StandardStep> over = over(row, "OPEN");
        if (row == null || over.isPresent()) {
            return over.orElseGet(() -> StandardStep.Refused.of(Reason.INVALID));
        }
        UserAccount user = holders.parties.user(virtualServer, row.user).orElse(null);
        if (user == null) {
            return StandardStep.Refused.of(Reason.REVOKED);
        }
        Optional<Integer> failures = store.charge(row, "OPEN", MOST_FAILURES);
        if (failures.isEmpty()) {
            return StandardStep.Refused.of(Reason.FAILED);
        }
        return switch (holders.parties.checkPassword(user, password)) {
            case PasswordCheck.Accepted<UserAccount> accepted ->
                course.transactions.execute(status -> reveal(row, user, status));
            case PasswordCheck.Refused<UserAccount> refused -> counted(row, Reason.PASSWORD, failures.get());
            case PasswordCheck.Paused<UserAccount>(Instant until) -> {
                store.refund(row);
                yield new StandardStep.Refused(Reason.PAUSED, 0, until);
            }
        };
    }

    private StandardStep reveal(StandardStore.Row row, UserAccount user, TransactionStatus status) {
        Token found = token(row).orElse(null);
        if (found == null || !store.show(row, course.time.instant())) {
            return StandardStep.Refused.of(found == null ? Reason.REVOKED : Reason.SHOWN_BEFORE);
        }
        PolicySettings rules = holders.policies.current(row.virtualServer);
        Token token = holders.tokens.renew(found, rules).orElse(found);
        byte[] bytes = secrets.randomness().bytes(SEED_BYTES);
        try (SecretBytes seed = SecretBytes.copyOf(bytes)) {
            if (!holders.tokens.storeStandard(token, seed, rules)) {
                status.setRollbackOnly();
                return StandardStep.Refused.of(Reason.REVOKED);
            }
            TotpParameters parameters = new TotpParameters(
                    HashAlgorithm.SHA1,
                    new PasscodeFormat(PasscodeAlphabet.DECIMAL, 6),
                    Duration.ofSeconds(STEP_SECONDS));
            String organisation = news.organisation(row.virtualServer);
            news.shownStandard(user, token);
            return new StandardStep.Shown(
                    OtpAuthUri.totp(Optional.of(organisation), user.userName(), OtpKey.copyOf(bytes), parameters),
                    user.userName());
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Puts the token to use by a passcode that the app shows; it is spent. */
    public StandardStep prove(VirtualServerId virtualServer, String code, String passcode) {
        StandardStore.Row row = find(virtualServer, code).orElse(null);
        Optional<StandardStep> over = over(row, "SHOWN");
        if (row == null || over.isPresent()) {
            return over.orElseGet(() -> StandardStep.Refused.of(Reason.INVALID));
        }
        Optional<Integer> failures = store.charge(row, "SHOWN", MOST_FAILURES);
        if (failures.isEmpty()) {
            return StandardStep.Refused.of(Reason.FAILED);
        }
        return course.transactions.execute(status -> {
            Token token = token(row).orElse(null);
            if (token == null) {
                return StandardStep.Refused.of(Reason.REVOKED);
            }
            if (!(holders.passcodes.activate(token, passcode, "") instanceof CodeCheck.Accepted)) {
                return counted(row, Reason.PASSCODE, failures.get());
            }
            if (!store.complete(row, course.time.instant())) {
                status.setRollbackOnly();
                return StandardStep.Refused.of(Reason.EXPIRED);
            }
            holders.parties
                    .user(virtualServer, row.user)
                    .ifPresent(user -> news.completedStandard(user, token, course.time.instant()));
            return new StandardStep.Completed(token.serial());
        });
    }

    /** Lets tokens go that nobody enrolled in time. */
    void endExpired() {
        course.transactions.executeWithoutResult(
                status -> store.endExpired(course.time.instant()).forEach(row -> letGo(row, "not enrolled in time")));
    }

    private StandardStep counted(StandardStore.Row row, Reason reason, int failures) {
        if (failures < MOST_FAILURES) {
            return new StandardStep.Refused(reason, MOST_FAILURES - failures, null);
        }
        course.transactions.executeWithoutResult(status -> {
            if (store.fail(row)) {
                letGo(row, "failed too often");
            }
        });
        return StandardStep.Refused.of(Reason.FAILED);
    }

    private void letGo(StandardStore.Row row, String because) {
        holders.reserved.letGo(row.virtualServer, row.user, row.token, row.tokenActs, because);
    }

    /** Returns the token, if it is still the one that was reserved. */
    private Optional<Token> token(StandardStore.Row row) {
        return holders.tokens
                .find(row.virtualServer, row.token)
                .filter(token -> token.state() == TokenState.ASSIGNED
                        && row.user.equals(token.user())
                        && token.standing().acts() == row.tokenActs);
    }

    private Optional<StandardStep> over(StandardStore.@Nullable Row row, String expected) {
        if (row == null) {
            return Optional.of(StandardStep.Refused.of(Reason.INVALID));
        }
        Reason reason = switch (row.state) {
            case "COMPLETED" -> Reason.USED;
            case "REVOKED" -> Reason.REVOKED;
            case "FAILED" -> Reason.FAILED;
            default ->
                row.state.equals(expected) ? null : row.state.equals("SHOWN") ? Reason.SHOWN_BEFORE : Reason.INVALID;
        };
        if (reason == null && !course.time.instant().isBefore(row.expiresAt)) {
            reason = Reason.EXPIRED;
        }
        if (reason == null && !isAllowed(row.virtualServer)) {
            reason = Reason.REVOKED;
        }
        return Optional.ofNullable(reason).map(StandardStep.Refused::of);
    }

    private static String code(EnrollmentId id, SecretBytes secret) {
        byte[] secretBytes = secret.exposed();
        byte[] all = ByteBuffer.allocate(16 + secretBytes.length)
                .putLong(id.value().getMostSignificantBits())
                .putLong(id.value().getLeastSignificantBits())
                .put(secretBytes)
                .array();
        Arrays.fill(secretBytes, (byte) 0);
        return Base64Url.encode(all);
    }

    private Optional<StandardStore.Row> find(VirtualServerId virtualServer, String code) {
        byte[] all = Base64Url.decode(code.strip())
                .filter(bytes -> bytes.length == 16 + ActivationString.SECRET_BYTES)
                .orElse(null);
        if (all == null) {
            return Optional.empty();
        }
        ByteBuffer read = ByteBuffer.wrap(all);
        EnrollmentId id = new EnrollmentId(new UUID(read.getLong(), read.getLong()));
        byte[] given = Arrays.copyOfRange(all, 16, all.length);
        try (SecretBytes secret = secrets.of(id)) {
            byte[] right = secret.exposed();
            return MessageDigest.isEqual(given, right) ? store.find(virtualServer, id) : Optional.empty();
        }
    }
}
