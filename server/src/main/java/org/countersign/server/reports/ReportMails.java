package org.countersign.server.reports;

import java.util.List;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.MailKind;
import org.countersign.server.notification.MailValues;
import org.countersign.server.notification.Outbox;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
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

    /** Returns who is told: nobody who works here no more, has no address, or may not open kept reports. */
    List<Operator> told(VirtualServerId virtualServer, ReportRule rule) {
        return operators.atWork(virtualServer).stream()
                .filter(operator -> rule.recipients().contains(operator.id()))
                .filter(operator -> operator.mail() != null)
                .filter(operator -> Acting.of(operator).may(OperatorModule.REPORTS, OperatorAct.VIEW)
                        && !operator.scope().limited())
                .toList();
    }

    /** Tells each of {@link #told}. */
    void tell(VirtualServerId virtualServer, ReportRule rule, ReportRun run, long rows) {
        VirtualServer organisation = virtualServers.get(virtualServer);
        String link = settings.pagesOrigin() + "/console/" + organisation.slug() + "/reports/kept/" + run.id();
        for (Operator operator : told(virtualServer, rule)) {
            String address = operator.mail();
            if (address != null) {
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
