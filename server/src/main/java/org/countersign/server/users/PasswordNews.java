package org.countersign.server.users;

import java.time.Instant;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.MailKind;
import org.countersign.server.notification.MailValues;
import org.countersign.server.notification.Outbox;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.stereotype.Component;

/** The mails about passwords; each is sent in the transaction of what it tells. */
@Component
class PasswordNews {
    private final Outbox outbox;
    private final VirtualServers virtualServers;
    private final CountersignSettings settings;

    PasswordNews(Outbox outbox, VirtualServers virtualServers, CountersignSettings settings) {
        this.outbox = outbox;
        this.virtualServers = virtualServers;
        this.settings = settings;
    }

    void link(UserAccount user, String address, String code, Instant expiresAt) {
        VirtualServer organisation = virtualServers.get(user.virtualServer());
        String page = settings.pagesOrigin() + "/o/" + organisation.slug() + "/password";
        MailValues values = values(user, organisation)
                .with("page", page + '#' + code)
                .with("code", code)
                .with("expires", expiresAt);
        Mail mail = Mail.of(address, MailKind.PASSWORD_LINK, values);
        outbox.mail(user.virtualServer(), mail, expiresAt);
    }

    void changed(UserAccount user, Instant now) {
        if (user.mail() == null || !Mail.isAddress(user.mail())) {
            return;
        }
        MailValues values =
                values(user, virtualServers.get(user.virtualServer())).with("when", now);
        outbox.mail(user.virtualServer(), Mail.of(user.mail(), MailKind.PASSWORD_CHANGED, values));
    }

    private static MailValues values(UserAccount user, VirtualServer organisation) {
        return MailValues.to(user.displayName(), user.userName(), organisation.name());
    }
}
