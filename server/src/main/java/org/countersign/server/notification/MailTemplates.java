package org.countersign.server.notification;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The words of a virtual server's mails, its own or the usual ones, in each language; and in which language they go out. */
@Component
public final class MailTemplates {
    private final MailTemplateStore store;
    private final Audit audit;
    private final TransactionOperations transactions;
    private final InstantSource time;

    MailTemplates(MailTemplateStore store, Audit audit, TransactionOperations transactions, InstantSource time) {
        this.store = store;
        this.audit = audit;
        this.transactions = transactions;
        this.time = time;
    }

    /** Returns the words in use. */
    public MailTemplate current(VirtualServerId virtualServer, MailKind kind, MailLanguage language) {
        return store.find(virtualServer, kind, language).orElseGet(() -> DefaultMails.of(kind, language));
    }

    /** Says whether the words in use are the virtual server's own. */
    public boolean isOwn(VirtualServerId virtualServer, MailKind kind, MailLanguage language) {
        return store.find(virtualServer, kind, language).isPresent();
    }

    /** Changes the words, unless something is wrong with them; returns what. */
    public List<MailTemplate.Fault> change(
            VirtualServerId virtualServer, MailKind kind, MailLanguage language, MailTemplate template, Actor actor) {
        List<MailTemplate.Fault> faults = template.faults(kind);
        if (faults.isEmpty()) {
            transactions.executeWithoutResult(status -> {
                store.set(virtualServer, kind, language, template, actor.text(), time.instant());
                record(virtualServer, kind, language, "changed", actor);
            });
        }
        return faults;
    }

    /** Goes back to the usual words. */
    public void reset(VirtualServerId virtualServer, MailKind kind, MailLanguage language, Actor actor) {
        transactions.executeWithoutResult(status -> {
            if (store.delete(virtualServer, kind, language)) {
                record(virtualServer, kind, language, "reset", actor);
            }
        });
    }

    /** Returns in which language mails go out. */
    public MailLanguage language(VirtualServerId virtualServer) {
        return store.language(virtualServer).orElse(MailLanguage.EN);
    }

    /** Chooses in which language mails go out. */
    public void speak(VirtualServerId virtualServer, MailLanguage language, Actor actor) {
        transactions.executeWithoutResult(status -> {
            store.setLanguage(virtualServer, language);
            audit.append(AuditEvent.of(virtualServer, AuditType.MAIL_TEMPLATE_CHANGED, actor)
                    .with("what", "language")
                    .with("language", language.tag()));
        });
    }

    /** Returns a mail as it would go out, with made-up values. */
    public Mail sample(MailKind kind, MailLanguage language, MailTemplate template) {
        return template.fill("ada@example.com", SampleMails.values(kind), language);
    }

    /** Gives a mail the words of its virtual server; one that has no kind stays as it is. */
    Mail worded(VirtualServerId virtualServer, Mail mail) {
        Optional<Mail.Tagged> tagged = mail.source();
        MailLanguage language = language(virtualServer);
        return tagged.map(source ->
                        current(virtualServer, source.kind(), language).fill(mail.to(), source.values(), language))
                .orElse(mail);
    }

    /** Returns a mail in the usual words, which get those of its virtual server when it is sent. */
    static Mail usual(String to, MailKind kind, MailValues values) {
        return DefaultMails.of(kind, MailLanguage.EN).fill(to, values, MailLanguage.EN);
    }

    private void record(VirtualServerId virtualServer, MailKind kind, MailLanguage language, String what, Actor actor) {
        audit.append(AuditEvent.of(virtualServer, AuditType.MAIL_TEMPLATE_CHANGED, actor)
                .with("what", what)
                .with("mail", kind)
                .with("language", language.tag()));
    }
}
