package org.countersign.server.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
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
import org.countersign.server.notification.CarelessMails;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.MailKind;
import org.countersign.server.notification.MailLanguage;
import org.countersign.server.notification.MailTemplates;
import org.countersign.server.notification.MailValues;
import org.countersign.server.notification.Outbox;
import org.countersign.server.recovery.RecoveryCodes;
import org.countersign.server.selfservice.LostPhones;
import org.countersign.server.selfservice.MailCodes;
import org.countersign.server.testing.MailServer;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.PasswordLinks;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;

@DisplayName("A name in a mail is words of it: no header, nobody else who gets it")
class MailHeadersTest {
    /** Further headers, another body, and the end of the mail with another one after it. */
    private static final String HOSTILE =
            "Zebra\r\nBcc: eve@example.com\r\nX-Zebra: 1\r\n\r\nZebra\nCc: eve@example.com\u2028To: eve@example.com"
                    + "\r\n.\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<eve@example.com>\r\nDATA\r\nTo: eve@example.com\r\nSubject: Eve\r\n\r\nEve";

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

    private static MimeMessage mail(RunningServer server, String address) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> server.mailServer().messages(address), found -> !found.isEmpty())
                .getFirst();
    }

    /** Has a mail of every kind sent in every language, and others by what people do, and returns what is wrong with them. */
    private static List<String> faults(RunningServer server) {
        Stored stored = new Stored(server);
        VirtualServer acme = stored.virtualServer();
        new Walk(server, acme);
        List<String> addresses = new ArrayList<>();
        List<UserAccount> people = new ArrayList<>();
        for (String name : List.of("una", "pia", "cora", "rita", "lola")) {
            UserAccount user = server.newUser(acme, name + "-" + acme.slug());
            people.add(user);
            addresses.add(user.userName() + "@example.com");
        }
        String operators = "alarm-" + acme.slug() + "@example.com";
        addresses.add(operators);
        server.part(Alerts.class).addAddress(acme.id(), operators, Set.of(AlertEvent.values()), new Actor.Server());
        TestToken lost = TestToken.hotp(server, people.get(4));
        stored.poison(HOSTILE, Set.of("user_account.mail", "alert_recipient.address", "provisioning_member.mail"));

        server.part(Provisioning.class)
                .provision(acme.id(), List.of(people.get(0).id()), new Actor.Server());
        server.part(PasswordLinks.class).send(acme.id(), people.get(1).id(), new Actor.Server());
        String name = server.part(Users.class)
                .find(acme.id(), people.get(2).id())
                .orElseThrow()
                .userName();
        server.part(MailCodes.class).send(acme.id(), name, MailCodes.Purpose.ENROLL, "192.0.2.7");
        server.part(RecoveryCodes.class).renew(acme.id(), people.get(3).id(), "192.0.2.7");
        server.part(LostPhones.class)
                .report(acme.id(), people.get(4).id(), lost.token().id(), "192.0.2.7");
        addresses.addAll(everyKind(server, acme));

        List<String> faults = new ArrayList<>();
        for (String address : addresses) {
            MimeMessage mail = mail(server, address);
            assertThat(MailServer.subjectOf(mail) + MailServer.textOf(mail))
                    .as(address)
                    .contains("Zebra");
            faults.addAll(faults(mail));
        }
        if (!server.mailServer().messages("eve@example.com").isEmpty()) {
            faults.add("a mail for eve");
        }
        return faults;
    }

    /** Writes every kind of mail in every language into the outbox, with hostile words for all its tags. */
    private static List<String> everyKind(RunningServer server, VirtualServer acme) {
        List<String> addresses = new ArrayList<>();
        for (MailLanguage language : MailLanguage.values()) {
            server.part(MailTemplates.class).speak(acme.id(), language, new Actor.Server());
            for (MailKind kind : MailKind.values()) {
                String address = kind.slug() + "-" + language.tag() + "-" + acme.slug() + "@example.com";
                MailValues values = MailValues.NONE;
                for (String tag : kind.tags()) {
                    values = values.with(tag, HOSTILE);
                }
                Mail hostile = Mail.of(address, kind, values);
                server.part(TransactionOperations.class)
                        .executeWithoutResult(
                                status -> server.part(Outbox.class).mail(acme.id(), hostile));
                addresses.add(address);
            }
        }
        return addresses;
    }

    @Test
    void noNameBecomesAHeader() {
        assertThat(faults(RunningServer.get())).isEmpty();
    }

    @Test
    void wouldSeeAServerThatWritesNamesAsTheyAre() {
        try (RunningServer server = RunningServer.planted(CarelessMails.class)) {
            assertThat(faults(server)).contains("header Bcc", "header X-Zebra", "a mail for eve");
        }
    }
}
