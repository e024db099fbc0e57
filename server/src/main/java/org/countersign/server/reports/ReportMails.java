package org.countersign.server.reports;

import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.Outbox;
import org.countersign.server.users.Operator;
import org.countersign.server.users.Operators;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.countersign.server.web.shell.Texts;
import org.springframework.stereotype.Component;

/** Tells operators by mail that a report is there: a link to the console, never the report itself. */
@Component
class ReportMails {
    private final Operators operators;
    private final VirtualServers virtualServers;
    private final Outbox outbox;
    private final Texts texts;
    private final CountersignSettings settings;

    ReportMails(
            Operators operators,
            VirtualServers virtualServers,
            Outbox outbox,
            Texts texts,
            CountersignSettings settings) {
        this.operators = operators;
        this.virtualServers = virtualServers;
        this.outbox = outbox;
        this.texts = texts;
        this.settings = settings;
    }

    /** Whoever is an operator no more, or has no address, gets none. */
    void tell(VirtualServerId virtualServer, ReportRule rule, ReportRun run, long rows) {
        VirtualServer organisation = virtualServers.get(virtualServer);
        String link = settings.pagesOrigin() + "/console/" + organisation.slug() + "/reports/kept/" + run.id();
        for (Operator operator : operators.atWork(virtualServer)) {
            String address = operator.mail();
            if (address != null && rule.recipients().contains(operator.id())) {
                outbox.mail(
                        virtualServer,
                        new Mail(
                                address,
                                texts.say("reports.mail.subject", rule.name()),
                                texts.say(
                                        "reports.mail.text",
                                        operator.userName(),
                                        rule.name(),
                                        organisation.name(),
                                        rows,
                                        link,
                                        rule.keepDays())));
            }
        }
    }
}
