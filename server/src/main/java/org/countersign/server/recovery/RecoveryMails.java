package org.countersign.server.recovery;

import java.time.Instant;
import java.util.function.Function;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.Outbox;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.stereotype.Component;

/** Tells people what happens to their recovery codes and temporary passcodes. */
@Component
class RecoveryMails {
    private static final String NOT_YOU = "Was it not you? Then change your password, and tell your help desk at once.";

    private final Users users;
    private final VirtualServers virtualServers;
    private final Outbox outbox;

    RecoveryMails(Users users, VirtualServers virtualServers, Outbox outbox) {
        this.users = users;
        this.virtualServers = virtualServers;
        this.outbox = outbox;
    }

    void renewed(VirtualServerId virtualServer, UserId user, String ip) {
        send(
                virtualServer,
                user,
                "Your recovery codes are new",
                about -> "new recovery codes were made for " + about + ", from the address " + ip
                        + ". The codes before do not work any more.");
    }

    void used(VirtualServerId virtualServer, UserId user, String ip, int left) {
        send(
                virtualServer,
                user,
                "A recovery code was used",
                about -> "a recovery code was used to sign in to " + about + ", from the address " + ip
                        + ". Codes that are left: " + left
                        + ". Make new ones on the self-service page before they run out.");
    }

    void given(VirtualServerId virtualServer, UserId user, String ip, Instant until) {
        send(
                virtualServer,
                user,
                "A temporary passcode was given out",
                about -> "a temporary passcode was given out for " + about + ", to somebody at the address " + ip
                        + " who knew your password and read your mail. It is good until " + Mail.moment(until) + ".");
    }

    private void send(VirtualServerId virtualServer, UserId user, String subject, Function<String, String> what) {
        UserAccount account = users.find(virtualServer, user).orElseThrow();
        String address = account.mail();
        if (address != null && Mail.isAddress(address)) {
            String about = "your account " + account.userName() + " at "
                    + virtualServers.get(virtualServer).name();
            outbox.mail(
                    virtualServer,
                    new Mail(
                            address,
                            subject,
                            "Hello " + account.displayName() + ",\n\n" + what.apply(about) + "\n\n" + NOT_YOU + "\n"));
        }
    }
}
