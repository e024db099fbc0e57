package org.countersign.server.alerts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.MailKind;
import org.countersign.server.notification.MailValues;
import org.countersign.server.notification.Outbox;
import org.countersign.server.policy.Policies;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.stereotype.Component;

/** Tells users that their token or their name was locked, at most once a day, where the rules say so. */
@Component
class LockMails {
    /** Whoever locks somebody again and again must not fill their mailbox. */
    private static final Duration BETWEEN = Duration.ofDays(1);

    private final AlertStore store;
    private final Policies policies;
    private final Users users;
    private final VirtualServers virtualServers;
    private final Outbox outbox;
    private final InstantSource time;

    LockMails(
            AlertStore store,
            Policies policies,
            Users users,
            VirtualServers virtualServers,
            Outbox outbox,
            InstantSource time) {
        this.store = store;
        this.policies = policies;
        this.users = users;
        this.virtualServers = virtualServers;
        this.outbox = outbox;
        this.time = time;
    }

    /** Mails the user whom an event is about; called in the transaction that reads the record. */
    void tell(VirtualServerId virtualServer, AlertEvent event, AuditEntry entry) {
        Optional<MailKind> kind = kind(event);
        if (kind.isEmpty()
                || entry.userId() == null
                || !policies.current(virtualServer).locks().tellsUsers()) {
            return;
        }
        users.find(virtualServer, new UserId(entry.userId()))
                .filter(user -> Mail.isAddress(Optional.ofNullable(user.mail()).orElse("")))
                .filter(user -> isTimeFor(user, time.instant()))
                .ifPresent(user -> outbox.mail(virtualServer, mail(kind.get(), user, entry)));
    }

    private boolean isTimeFor(UserAccount user, Instant now) {
        return store.passLockMail(user.virtualServer(), user.id(), now, now.minus(BETWEEN));
    }

    private Mail mail(MailKind kind, UserAccount user, AuditEntry entry) {
        MailValues values = MailValues.to(
                        user.displayName(),
                        user.userName(),
                        virtualServers.get(user.virtualServer()).name())
                .with("serial", entry.details().getOrDefault("serial", ""))
                .with("when", entry.at());
        return Mail.of(String.valueOf(user.mail()), kind, values);
    }

    private static Optional<MailKind> kind(AlertEvent event) {
        return switch (event) {
            case TOKEN_LOCKED -> Optional.of(MailKind.TOKEN_LOCKED);
            case ACCOUNT_LOCKED -> Optional.of(MailKind.ACCOUNT_LOCKED);
            default -> Optional.empty();
        };
    }
}
