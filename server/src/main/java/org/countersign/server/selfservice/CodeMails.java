package org.countersign.server.selfservice;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.MailKind;
import org.countersign.server.notification.MailValue;
import org.countersign.server.notification.MailValues;
import org.countersign.server.notification.Outbox;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Mails codes, after whoever asked for one has their answer. */
@Component
class CodeMails {
    private final MailCodeStore store;
    private final Users users;
    private final VirtualServers virtualServers;
    private final Sending sending;

    CodeMails(MailCodeStore store, Users users, VirtualServers virtualServers, Sending sending) {
        this.store = store;
        this.users = users;
        this.virtualServers = virtualServers;
        this.sending = sending;
    }

    /** How a mail leaves, and its record. */
    @Component
    record Sending(Outbox outbox, Audit audit, InstantSource time, TransactionOperations transactions) {}

    void send(VirtualServerId virtualServer, UUID id, MailCodes.Purpose purpose, String code, String ip) {
        store.owner(virtualServer, id)
                .flatMap(owner -> users.find(virtualServer, owner))
                .filter(user -> user.state() == UserAccount.State.ACTIVE)
                .ifPresent(user -> mail(user, id, purpose, code, ip));
    }

    private void mail(UserAccount user, UUID id, MailCodes.Purpose purpose, String code, String ip) {
        String address = user.mail();
        if (address == null || !Mail.isAddress(address)) {
            return;
        }
        String organisation = virtualServers.get(user.virtualServer()).name();
        sending.transactions.executeWithoutResult(status -> {
            Instant now = sending.time.instant();
            boolean charged = store.chargeMailbox(user.virtualServer(), id, MailCodes.hash(address), now);
            if (charged) {
                sending.outbox.mail(
                        user.virtualServer(),
                        Mail.of(address, MailKind.VERIFICATION_CODE, values(user, organisation, purpose, code, ip)),
                        now.plus(MailCodes.LIFETIME));
            }
            AuditType type = charged ? AuditType.MAIL_CODE_SENT : AuditType.MAIL_CODE_WITHHELD;
            sending.audit.append(AuditEvent.of(user.virtualServer(), type, new Actor.Unknown())
                    .about(user.id())
                    .from(ip)
                    .with("purpose", purpose.name()));
        });
    }

    private static MailValues values(
            UserAccount user, String organisation, MailCodes.Purpose purpose, String code, String ip) {
        return MailValues.to(user.displayName(), user.userName(), organisation)
                .with("purpose", MailValue.phrase("purpose." + purpose))
                .with("ip", ip)
                .with("code", code.substring(0, 3) + " " + code.substring(3));
    }
}
