package org.countersign.server.notification;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.SendFailedException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The mail server of the configuration: what it is, and whether it takes a mail. */
@Component
public final class MailConnection {
    private final MailDelivery delivery;
    private final MailTemplates templates;
    private final Environment environment;
    private final CountersignSettings settings;
    private final Ledger ledger;
    private final Randomness randomness;

    MailConnection(
            MailDelivery delivery,
            MailTemplates templates,
            Environment environment,
            CountersignSettings settings,
            Ledger ledger,
            Randomness randomness) {
        this.delivery = delivery;
        this.templates = templates;
        this.environment = environment;
        this.settings = settings;
        this.ledger = ledger;
        this.randomness = randomness;
    }

    /** Where it is recorded that a mail was tried. */
    @Component("mailLedger")
    record Ledger(Audit audit, TransactionOperations transactions) {}

    /**
     * What the configuration says about the mail server; no password.
     *
     * @param host its name, or none when no server is configured
     * @param user the account that signs in to it, or none
     * @param encrypted whether nothing is sent without encryption
     * @param demo whether mails go to the demo's mailbox instead
     */
    public record Shown(
            @Nullable String host, int port, @Nullable String user, boolean encrypted, String from, boolean demo) {}

    /** What came of a test mail. */
    public enum Outcome {
        SENT,
        NO_SERVER,
        UNKNOWN_HOST,
        NOT_REACHED,
        TIMEOUT,
        ENCRYPTION,
        ACCOUNT,
        REFUSED,
        OTHER
    }

    /** Returns what the configuration says. */
    public Shown shown() {
        return new Shown(
                environment.getProperty("spring.mail.host"),
                environment.getProperty("spring.mail.port", Integer.class, 25),
                environment.getProperty("spring.mail.username"),
                environment.getProperty(
                                "spring.mail.properties.mail.smtp.starttls.required", Boolean.class, Boolean.FALSE)
                        || environment
                                .getProperty("spring.mail.protocol", "smtp")
                                .equals("smtps"),
                settings.mailFrom(),
                settings.mode() == CountersignSettings.Mode.DEMO);
    }

    /**
     * Sends a mail at once, past the outbox, so that the answer is the mail server's own. Never call it in a transaction.
     *
     * @param sender who sends it, in the words {@code sender.operator} or {@code sender.key}
     * @throws IllegalArgumentException when {@code to} is no address
     */
    public Outcome test(VirtualServerId virtualServer, String to, String organisation, MailValue sender, Actor actor) {
        MailValues values = MailValues.NONE.with("organisation", organisation).with("sender", sender);
        Mail mail = templates.worded(virtualServer, Mail.of(to, MailKind.TEST, values));
        Outcome outcome = switch (delivery.deliver(randomness.newId(), mail)) {
            case Attempt.Delivered delivered -> Outcome.SENT;
            case Attempt.Failed failed -> outcome(failed.cause());
            case Attempt.Refused refused -> Outcome.REFUSED;
        };
        ledger.transactions.executeWithoutResult(
                status -> ledger.audit.append(AuditEvent.of(virtualServer, AuditType.TEST_MAIL_SENT, actor)
                        .with("to", to)
                        .with("outcome", outcome)));
        return outcome;
    }

    private Outcome outcome(@Nullable Throwable failure) {
        if (environment.getProperty("spring.mail.host") == null) {
            return Outcome.NO_SERVER;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Outcome known = known(cause);
            if (known != Outcome.OTHER) {
                return known;
            }
        }
        return Outcome.OTHER;
    }

    private static Outcome known(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return switch (cause) {
            case UnknownHostException unknown -> Outcome.UNKNOWN_HOST;
            case ConnectException refused -> Outcome.NOT_REACHED;
            case NoRouteToHostException unreachable -> Outcome.NOT_REACHED;
            case SocketTimeoutException late -> Outcome.TIMEOUT;
            case SSLException insecure -> Outcome.ENCRYPTION;
            case AuthenticationFailedException account -> Outcome.ACCOUNT;
            case SendFailedException refused -> Outcome.REFUSED;
            default -> message.contains("STARTTLS") ? Outcome.ENCRYPTION : Outcome.OTHER;
        };
    }
}
