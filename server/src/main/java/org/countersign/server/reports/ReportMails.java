package org.countersign.server.reports;

import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.MailKind;
import org.countersign.server.notification.MailValues;
import org.countersign.server.notification.Outbox;
import org.countersign.server.users.Operator;
import org.countersign.server.users.Operators;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.stereotype.Component;

/** Tells operators by mail that a report is there: a link to the console, never the report itself. */
@Component
class ReportMails {
    private final Operators operators;
    private final VirtualServers virtualServers;
    private final Outbox outbox;
    private final CountersignSettings settings;

    ReportMails(Operators operators, VirtualServers virtualServers, Outbox outbox, CountersignSettings settings) {
        this.operators = operators;
        this.virtualServers = virtualServers;
        this.outbox = outbox;
        this.settings = settings;
    }

    /** Whoever is an operator no more, or has no address, gets none. */
    void tell(VirtualServerId virtualServer, ReportRule rule, ReportRun run, long rows) {
        VirtualServer organisation = virtualServers.get(virtualServer);
        String link = settings.pagesOrigin() + "/console/" + organisation.slug() + "/reports/kept/" + run.id();
        for (Operator operator : operators.atWork(virtualServer)) {
            String address = operator.mail();
            if (address != null && rule.recipients().contains(operator.id())) {
                MailValues values = MailValues.NONE
                        .with("operator", operator.userName())
                        .with("report", rule.name())
                        .with("organisation", organisation.name())
                        .with("rows", Long.toString(rows))
                        .with("link", link)
                        .with("days", Integer.toString(rule.keepDays()));
                outbox.mail(virtualServer, Mail.of(address, MailKind.REPORT_READY, values));
            }
        }
    }
}
