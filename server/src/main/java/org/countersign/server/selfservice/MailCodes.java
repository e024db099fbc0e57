package org.countersign.server.selfservice;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.IpText;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.Sealing;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Codes of six digits by mail. A code confirms that somebody reads the mails of an account, and nothing more. Whether a name
 * has an account shows nowhere: a code is opened for every name alike, and who it is for is looked up after the answer.
 */
@Component
public final class MailCodes {
    /** How long a code is good (SP 800-63B-4: at most 10 minutes). */
    public static final Duration LIFETIME = Duration.ofMinutes(10);

    /** Wrong codes after which the right one does not help any more. */
    static final int MOST_FAILURES = 5;

    private static final int DIGITS = 6;
    private static final int BOUND = 1_000_000;
    private static final Duration KEPT = Duration.ofDays(2);

    private final MailCodeStore store;
    private final CodeMails mails;
    private final Sealing sealing;
    private final Ledger ledger;
    private final Executor after = Executors.newVirtualThreadPerTaskExecutor();

    MailCodes(MailCodeStore store, CodeMails mails, Sealing sealing, Ledger ledger) {
        this.store = store;
        this.mails = mails;
        this.sealing = sealing;
        this.ledger = ledger;
    }

    /** Time, ids, record and transactions of this module. */
    @Component
    record Ledger(InstantSource time, Randomness randomness, Audit audit, TransactionOperations transactions) {}

    /** What a code is for. Names are stored. */
    public enum Purpose {
        ENROLL,
        TEMPORARY_PASSCODE
    }

    /**
     * Opens a code for a user name and mails it, if the name has an account with an address. Takes as long for any name.
     *
     * @return what names the code, or nothing when too many were asked for this name, or from this network, lately; whether a
     *     mailbox has had enough shows nowhere
     */
    public Optional<UUID> send(VirtualServerId virtualServer, String userName, Purpose purpose, String ip) {
        Instant now = ledger.time.instant();
        UUID id = ledger.randomness.newUnguessableId();
        boolean opened = Boolean.TRUE.equals(ledger.transactions.execute(status -> store.open(
                id, virtualServer, hash(userName), userName, purpose, IpText.network(ip), now, now.plus(LIFETIME))));
        if (!opened) {
            return Optional.empty();
        }
        after.execute(() -> mails.send(virtualServer, id, purpose, digits(id), ip));
        return Optional.of(id);
    }

    /**
     * Checks a code. The try is charged before it is looked at; the right code works once. Never call it inside a transaction.
     *
     * @param typed as it was typed; gaps do not matter
     */
    public MailCodeCheck check(VirtualServerId virtualServer, UUID id, String typed, String ip) {
        Optional<MailCodeStore.Charged> charged =
                ledger.transactions.execute(status -> store.charge(virtualServer, id, ledger.time.instant()));
        if (charged == null || charged.isEmpty()) {
            return new MailCodeCheck.Over();
        }
        UserId user = charged.get().user();
        UserId right = isRight(id, typed) ? user : null;
        return ledger.transactions.execute(status -> {
            if (right != null && store.confirm(virtualServer, id, ledger.time.instant())) {
                ledger.audit.append(
                        event(virtualServer, AuditType.MAIL_CODE_CONFIRMED, ip).about(right));
                return new MailCodeCheck.Right(right);
            }
            int left = MOST_FAILURES - charged.get().failures();
            ledger.audit.append(event(virtualServer, AuditType.MAIL_CODE_REFUSED, ip)
                    .about(user)
                    .with("left", left));
            return left > 0 ? new MailCodeCheck.Wrong(left) : new MailCodeCheck.Over();
        });
    }

    private boolean isRight(UUID id, String typed) {
        String code = typed.replaceAll("[ \\t\\u00a0\\u202f-]", "");
        return MessageDigest.isEqual(
                digits(id).getBytes(StandardCharsets.UTF_8), code.getBytes(StandardCharsets.UTF_8));
    }

    /** The code follows from the server's key and the id: it lies nowhere. */
    private String digits(UUID id) {
        byte[] subject = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        long number = ByteBuffer.wrap(sealing.derived("countersign/mail-code/v1", subject, Long.BYTES))
                .getLong();
        return String.format(Locale.ROOT, "%0" + DIGITS + "d", Long.remainderUnsigned(number, BOUND));
    }

    private static AuditEvent event(VirtualServerId virtualServer, AuditType type, String ip) {
        return AuditEvent.of(virtualServer, type, new Actor.Unknown()).from(ip);
    }

    static byte[] hash(String nameOrAddress) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(nameOrAddress.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }

    /** Forgets codes once they count for nothing any more. */
    @Scheduled(initialDelay = 9, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void forget() {
        store.forgetBefore(ledger.time.instant().minus(KEPT));
    }
}
