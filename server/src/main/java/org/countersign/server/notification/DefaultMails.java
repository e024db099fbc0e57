package org.countersign.server.notification;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The words that mails have when nobody chose others: {@code mails/KIND.LANGUAGE.txt}, the subject in the first line. */
final class DefaultMails {
    private DefaultMails() {}

    static MailTemplate of(MailKind kind, MailLanguage language) {
        String file = "/mails/" + kind.slug() + "." + language.tag() + ".txt";
        try (InputStream in =
                Objects.requireNonNull(DefaultMails.class.getResourceAsStream(file), "the mail is missing: " + file)) {
            String words = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            int line = words.indexOf('\n');
            return new MailTemplate(
                    words.substring(0, line), words.substring(line + 1).strip() + "\n");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
