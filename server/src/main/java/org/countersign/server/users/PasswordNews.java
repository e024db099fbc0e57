package org.countersign.server.users;

import java.time.Instant;
import java.util.Locale;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.notification.Mail;
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
        Mail mail = new Mail(
                address,
                "Choose your password for " + organisation.name(),
                String.format(
                        Locale.ENGLISH,
                        """
                Hello %s,

                %s asks you to choose a password for your account %s.

                Open this page and type the password you want:

                %s

                The link works once, until %s. If the page asks for a code, it is this one:

                %s

                Did you not expect this mail? Then do not open the link, and tell your help desk.
                """,
                        user.displayName(),
                        organisation.name(),
                        user.userName(),
                        page + '#' + code,
                        Mail.moment(expiresAt),
                        code));
        outbox.mail(user.virtualServer(), mail, expiresAt);
    }

    void changed(UserAccount user, Instant now) {
        if (user.mail() == null || !Mail.isAddress(user.mail())) {
            return;
        }
        VirtualServer organisation = virtualServers.get(user.virtualServer());
        outbox.mail(
                user.virtualServer(),
                new Mail(
                        user.mail(),
                        "Your password for " + organisation.name() + " was changed",
                        String.format(
                                Locale.ENGLISH,
                                """
                Hello %s,

                the password of your account %s at %s was changed.

                When:  %s

                Was it neither you nor your help desk? Then tell your help desk at once.
                """,
                                user.displayName(),
                                user.userName(),
                                organisation.name(),
                                Mail.moment(now))));
    }
}
