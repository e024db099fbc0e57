package org.countersign.server.push;

import java.util.Locale;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.Outbox;
import org.countersign.server.users.Operator;
import org.countersign.server.users.Operators;
import org.springframework.stereotype.Component;

/** Tells the operators that somebody else signed in as one of their users and knew the password. */
@Component
class PushAlarm {
    private final Operators operators;
    private final Outbox outbox;
    private final CountersignSettings settings;

    PushAlarm(Operators operators, Outbox outbox, CountersignSettings settings) {
        this.operators = operators;
        this.outbox = outbox;
        this.settings = settings;
    }

    /** Mails every operator who has an address; called in the transaction that ends the request. */
    void raise(StoredPush request) {
        for (Operator operator : operators.atWork(request.virtualServer())) {
            String address = operator.mail();
            if (address != null) {
                outbox.mail(request.virtualServer(), new Mail(address, subject(request), text(request)));
            }
        }
    }

    private static String subject(StoredPush request) {
        return said(request, "account") + " did not start a sign-in to " + said(request, "application");
    }

    private String text(StoredPush request) {
        return String.format(
                Locale.ROOT,
                """
                %s was asked on the phone to approve a sign-in, and answered: "It wasn't me!"

                Application:  %s
                Place:        %s
                IP address:   %s
                Browser:      %s
                System:       %s
                Time (UTC):   %s
                Token:        %s

                Whoever started this sign-in may know the password. The sign-in has been stopped, and no push
                request is sent to this user for ten minutes. Ask the user, and change the password.

                Look it up in the console: %s/console
                """,
                said(request, "account"),
                said(request, "application"),
                said(request, "place"),
                said(request, "ip"),
                said(request, "browser"),
                said(request, "os"),
                request.createdAt().toString().substring(0, 19).replace('T', ' '),
                request.serial(),
                settings.pagesOrigin());
    }

    private static String said(StoredPush request, String name) {
        return request.context().getOrDefault(name, "unknown");
    }
}
