package org.countersign.server.notification;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.countersign.server.kernel.CountersignSettings;
import org.springframework.mail.MailException;
import org.springframework.mail.MailParseException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/** Hands mails to the mail server that {@code spring.mail.*} names. */
final class SmtpMail implements MailDelivery {
    private final JavaMailSender sender;
    private final CountersignSettings settings;

    SmtpMail(JavaMailSender sender, CountersignSettings settings) {
        this.sender = sender;
        this.settings = settings;
    }

    @Override
    public Attempt deliver(UUID id, Mail mail) {
        try {
            sender.send(message(id, mail));
            return new Attempt.Delivered();
        } catch (MessagingException | MailParseException unfit) {
            return new Attempt.Refused(unfit.getClass().getSimpleName());
        } catch (MailException notNow) {
            return new Attempt.Failed(reason(notNow), notNow);
        }
    }

    private MimeMessage message(UUID id, Mail mail) throws MessagingException {
        MimeMessage message = sender.createMimeMessage();
        MimeMessageHelper parts = new MimeMessageHelper(message, false, StandardCharsets.UTF_8.name());
        parts.setFrom(settings.mailFrom());
        parts.setTo(mail.to());
        parts.setSubject(mail.subject());
        parts.setText(mail.text(), false);
        message.setHeader("Message-ID", "<" + id + "@" + settings.pagesOrigin().getHost() + ">");
        message.setHeader("Auto-Submitted", "auto-generated");
        return message;
    }

    /** The class names alone: a mail server's reply may quote the address. */
    private static String reason(MailException failure) {
        return failure.getClass().getSimpleName()
                + " by "
                + failure.getMostSpecificCause().getClass().getSimpleName();
    }
}
