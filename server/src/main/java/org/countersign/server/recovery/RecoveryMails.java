package org.countersign.server.recovery;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.MailKind;
import org.countersign.server.notification.MailValues;
import org.countersign.server.notification.Outbox;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.stereotype.Component;

/** Tells people what happens to their recovery codes and temporary passcodes. */
@Component
class RecoveryMails {
    private final Users users;
    private final VirtualServers virtualServers;
    private final Outbox outbox;

    RecoveryMails(Users users, VirtualServers virtualServers, Outbox outbox) {
        this.users = users;
        this.virtualServers = virtualServers;
        this.outbox = outbox;
    }

    void renewed(VirtualServerId virtualServer, UserId user, String ip) {
        send(virtualServer, user, MailKind.RECOVERY_CODES_RENEWED, values -> values.with("ip", ip));
    }

    void used(VirtualServerId virtualServer, UserId user, String ip, int left) {
        send(
                virtualServer,
                user,
                MailKind.RECOVERY_CODE_USED,
                values -> values.with("ip", ip).with("left", Integer.toString(left)));
    }

    void given(VirtualServerId virtualServer, UserId user, String ip, Instant until) {
        send(
                virtualServer,
                user,
                MailKind.TEMPORARY_PASSCODE_GIVEN,
                values -> values.with("ip", ip).with("until", until));
    }

    private void send(VirtualServerId virtualServer, UserId user, MailKind kind, UnaryOperator<MailValues> more) {
        UserAccount account = users.find(virtualServer, user).orElseThrow();
        String address = account.mail();
        if (address != null && Mail.isAddress(address)) {
            MailValues values = MailValues.to(
                    account.displayName(),
                    account.userName(),
                    virtualServers.get(virtualServer).name());
            outbox.mail(virtualServer, Mail.of(address, kind, more.apply(values)));
        }
    }
}
