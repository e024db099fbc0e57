package org.countersign.server.notification;

import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;

/** Writes mails as they wait in the outbox, in the words of their virtual server; tests plant a careless one. */
@Component
class MailPayloads {
    final MailTemplates templates;

    MailPayloads(MailTemplates templates) {
        this.templates = templates;
    }

    /** Returns the text that {@link MailChannel} reads. */
    String of(VirtualServerId virtualServer, Mail mail) {
        return MailText.write(templates.worded(virtualServer, mail));
    }
}
