package org.countersign.server.testing;

import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A mail server that keeps what it is sent, and that tests can switch off. */
public final class MailServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final int port;
    private final GreenMail server;

    MailServer(int port) {
        this.port = port;
        this.server = new GreenMail(new ServerSetup(port, "localhost", ServerSetup.PROTOCOL_SMTP));
        server.start();
    }

    /** Returns where it listens. */
    public int port() {
        return port;
    }

    /** Stops accepting mails; what arrived so far is forgotten. */
    public void stop() {
        server.stop();
    }

    @Override
    public void close() {
        server.stop();
    }

    /** Accepts mails again. */
    public void start() {
        server.start();
    }

    /** Returns what has arrived for {@code address} so far. */
    public List<MimeMessage> messages(String address) {
        return Arrays.stream(server.getReceivedMessages())
                .filter(message -> isFor(message, address))
                .toList();
    }

    /** Waits for the first mail to {@code address} whose subject starts so, and returns its text. */
    public String text(String address, String subject) {
        return await().atMost(PATIENCE)
                .until(
                        () -> messages(address).stream()
                                .filter(message -> subjectOf(message).startsWith(subject))
                                .findFirst()
                                .map(MailServer::textOf)
                                .orElse(""),
                        text -> !text.isEmpty());
    }

    /** Returns the subject of a mail. */
    public static String subjectOf(MimeMessage message) {
        try {
            return Objects.requireNonNullElse(message.getSubject(), "");
        } catch (MessagingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Returns the text of a mail, its lines ended with LF. */
    public static String textOf(MimeMessage message) {
        try {
            return message.getContent().toString().replace("\r\n", "\n");
        } catch (MessagingException | IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static boolean isFor(MimeMessage message, String address) {
        try {
            // A mail that somebody smuggled in may name no reader at all.
            return String.valueOf(GreenMailUtil.getAddressList(message.getAllRecipients()))
                    .contains(address);
        } catch (MessagingException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
