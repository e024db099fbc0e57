package org.countersign.server.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.countersign.server.alerts.AlertEvent;
import org.countersign.server.alerts.Alerts;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.selfservice.MailCodes;
import org.countersign.server.testing.MailServer;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.users.PasswordLinks;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A name in a mail is words of it: no header, nobody else who gets it")
class MailHeadersTest {
    private static final String HOSTILE =
            "Zebra\r\nBcc: eve@example.com\r\nX-Zebra: 1\r\n\r\nZebra\nCc: eve@example.com\u2028To: eve@example.com";

    private static final Set<String> USUAL = Set.of(
            "auto-submitted",
            "content-transfer-encoding",
            "content-type",
            "date",
            "from",
            "message-id",
            "mime-version",
            "received",
            "return-path",
            "subject",
            "to");

    private final RunningServer server = RunningServer.get();

    /** Returns what a mail has that it should not: other headers, other readers, other lines in its subject. */
    private static List<String> faults(MimeMessage mail) {
        List<String> faults = new ArrayList<>();
        try {
            for (Header header : Collections.list(mail.getAllHeaders())) {
                if (!USUAL.contains(header.getName().toLowerCase(Locale.ROOT))) {
                    faults.add("header " + header.getName());
                }
            }
            if (mail.getAllRecipients().length != 1) {
                faults.add("readers " + List.of(mail.getAllRecipients()));
            }
            if (MailServer.subjectOf(mail).chars().anyMatch(Character::isISOControl)) {
                faults.add("a subject of several lines");
            }
        } catch (MessagingException broken) {
            throw new IllegalStateException(broken);
        }
        return faults;
    }

    private MimeMessage mail(String address) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> server.mailServer().messages(address), found -> !found.isEmpty())
                .getFirst();
    }

    @Test
    void noNameBecomesAHeader() {
        Stored stored = new Stored(server);
        VirtualServer acme = stored.virtualServer();
        new Walk(server, acme);
        UserAccount una = server.newUser(acme, "una-" + acme.slug());
        UserAccount pia = server.newUser(acme, "pia-" + acme.slug());
        UserAccount cora = server.newUser(acme, "cora-" + acme.slug());
        String operators = "alarm-" + acme.slug() + "@example.com";
        server.part(Alerts.class).addAddress(acme.id(), operators, Set.of(AlertEvent.values()), new Actor.Server());
        stored.poison(HOSTILE, Set.of("user_account.mail", "alert_recipient.address", "provisioning_member.mail"));

        server.part(Provisioning.class).provision(acme.id(), List.of(una.id()), new Actor.Server());
        server.part(PasswordLinks.class).send(acme.id(), pia.id(), new Actor.Server());
        String name = server.part(org.countersign.server.users.Users.class)
                .find(acme.id(), cora.id())
                .orElseThrow()
                .userName();
        server.part(MailCodes.class).send(acme.id(), name, MailCodes.Purpose.ENROLL, "192.0.2.7");

        for (String address : List.of(
                "una-" + acme.slug() + "@example.com",
                "pia-" + acme.slug() + "@example.com",
                "cora-" + acme.slug() + "@example.com",
                operators)) {
            MimeMessage mail = mail(address);
            assertThat(MailServer.subjectOf(mail) + MailServer.textOf(mail))
                    .as(address)
                    .contains("Zebra");
            assertThat(faults(mail)).as(address).isEmpty();
        }
        assertThat(server.mailServer().messages("eve@example.com")).isEmpty();
    }

    /** The planted bug: a sender that writes what it was given. */
    @Test
    void wouldSeeASenderThatWritesNamesAsTheyAre() throws IOException {
        String address = "careless-" + server.newVirtualServer().slug() + "@example.com";
        String message =
                "From: a@example.com\r\nTo: " + address + "\r\nSubject: Welcome to " + HOSTILE + "\r\n\r\nText\r\n.";
        try (Socket socket = new Socket("localhost", server.mailServer().port());
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                OutputStream out = socket.getOutputStream()) {
            assertThat(in.readLine()).startsWith("220");
            for (String line : List.of(
                    "HELO localhost", "MAIL FROM:<a@example.com>", "RCPT TO:<" + address + ">", "DATA", message)) {
                out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
                assertThat(in.readLine()).matches("[23]\\d\\d.*");
            }
        }
        assertThat(faults(mail(address))).contains("header Bcc", "header X-Zebra");
    }
}
