package org.countersign.server.push;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.MailKind;
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
                outbox.mail(request.virtualServer(), Mail.of(address, MailKind.PUSH_REPORTED, values(request)));
            }
        }
    }

    private Map<String, String> values(StoredPush request) {
        Map<String, String> values = new HashMap<>();
        for (String name : List.of("account", "application", "place", "ip", "browser")) {
            values.put(name, said(request, name));
        }
        values.put("system", said(request, "os"));
        values.put("when", request.createdAt().toString().substring(0, 19).replace('T', ' '));
        values.put("serial", request.serial());
        values.put("console", settings.pagesOrigin() + "/console");
        return values;
    }

    private static String said(StoredPush request, String name) {
        return request.context().getOrDefault(name, "unknown");
    }
}
