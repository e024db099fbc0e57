package org.countersign.server.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.countersign.server.alerts.AlertEvent;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.reactions.ReactionStep;
import org.countersign.server.selfservice.MailCodes;
import org.countersign.server.testing.MailServer;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;

@DisplayName(
        "Mail templates (S16): a virtual server's own words, checked before they are used, and no way into the headers")
class MailTemplatesTest {
    private static final Actor SERVER = new Actor.Server();
    private static final MailTemplate OWN = new MailTemplate("Bonjour {organisation}", "Allez à {link}: {report}\n");

    private final RunningServer server = RunningServer.get();
    private final MailTemplates templates = server.part(MailTemplates.class);
    private final VirtualServer acme = server.newVirtualServer("Acme");
    private final String address = "words-" + acme.slug() + "@example.com";

    private static MailValues values(String report) {
        return MailValues.NONE
                .with("operator", "olivia")
                .with("report", report)
                .with("organisation", "Acme")
                .with("rows", "3")
                .with("link", "https://login.example.com/x")
                .with("days", "7");
    }

    private String arrives(String subject, Mail mail) {
        server.part(TransactionOperations.class)
                .executeWithoutResult(status -> server.part(Outbox.class).mail(acme.id(), mail));
        return server.mailServer().text(address, subject);
    }

    @Test
    void everyMailHasUsualWordsInEveryLanguageThatAreRight() {
        for (MailKind kind : MailKind.values()) {
            for (MailLanguage language : MailLanguage.values()) {
                MailTemplate usual = DefaultMails.of(kind, language);
                assertThat(usual.faults(kind)).as(kind + " " + language).isEmpty();
                Mail sample = templates.sample(kind, language, usual);
                assertThat(sample.subject() + sample.text())
                        .as(kind + " " + language)
                        .doesNotContain("{")
                        .doesNotContain("}");
            }
        }
    }

    @Test
    void everyMailHasTheSameTagsInEveryLanguage() {
        for (MailKind kind : MailKind.values()) {
            assertThat(tags(kind, MailLanguage.DE)).as(kind.name()).isEqualTo(tags(kind, MailLanguage.EN));
        }
    }

    private static Set<String> tags(MailKind kind, MailLanguage language) {
        return Pattern.compile("\\{\\w+}")
                .matcher(DefaultMails.of(kind, language).text())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    @Test
    void whatStandsForTagsHasWordsInEveryLanguage() {
        assertThat(MailWords.of(MailLanguage.DE).keys())
                .isEqualTo(MailWords.of(MailLanguage.EN).keys());
        for (AlertEvent event : AlertEvent.values()) {
            assertThat(MailWords.of(MailLanguage.EN).keys()).contains("event." + event, "event." + event + ".advice");
        }
        for (ReactionStep step : ReactionStep.values()) {
            assertThat(MailWords.of(MailLanguage.EN).keys()).contains("step." + step);
        }
        for (MailCodes.Purpose purpose : MailCodes.Purpose.values()) {
            assertThat(MailWords.of(MailLanguage.EN).keys()).contains("purpose." + purpose);
        }
    }

    @Test
    void momentsAndWordsAreInTheLanguageOfTheMail() {
        MailValues values = MailValues.to("Ada", "ada", "Acme")
                .with("purpose", MailValue.phrase("purpose.ENROLL"))
                .with("ip", "203.0.113.9")
                .with("code", "123 456")
                .with("when", Instant.parse("2026-03-22T09:30:00Z"));
        assertThat(arrives("Your password", Mail.of(address, MailKind.PASSWORD_CHANGED, values)))
                .contains("22 March 2026, 09:30 UTC");
        templates.speak(acme.id(), MailLanguage.DE, SERVER);
        assertThat(arrives("Ihr Passwort", Mail.of(address, MailKind.PASSWORD_CHANGED, values)))
                .contains("22. März 2026, 09:30 UTC");
        assertThat(arrives("Ihr Bestätigungscode", Mail.of(address, MailKind.VERIFICATION_CODE, values)))
                .contains("möchte einen Authenticator hinzufügen");
    }

    @Test
    void aFactThatNobodyTranslatedIsCalledWhatTheRecordCallsIt() {
        assertThat(MailWords.of(MailLanguage.DE).say(MailValue.nameOf("serial")))
                .isEqualTo("Seriennummer");
        assertThat(MailWords.of(MailLanguage.DE).say(MailValue.nameOf("oddity")))
                .isEqualTo("oddity");
    }

    @Test
    void aMailHasItsOwnWordsUntilTheUsualOnesAreWantedAgain() {
        assertThat(templates.change(acme.id(), MailKind.REPORT_READY, MailLanguage.EN, OWN, SERVER))
                .isEmpty();
        assertThat(arrives("Bonjour", Mail.of(address, MailKind.REPORT_READY, values("A"))))
                .isEqualTo("Allez à https://login.example.com/x: A");
        assertThat(templates.current(server.newVirtualServer().id(), MailKind.REPORT_READY, MailLanguage.EN))
                .as("of another virtual server")
                .isEqualTo(DefaultMails.of(MailKind.REPORT_READY, MailLanguage.EN));
        templates.reset(acme.id(), MailKind.REPORT_READY, MailLanguage.EN, SERVER);
        assertThat(arrives("Report “B”", Mail.of(address, MailKind.REPORT_READY, values("B"))))
                .contains("3 rows");
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.MAIL_TEMPLATE_CHANGED), null, 5))
                .extracting(entry -> entry.details().get("what"))
                .containsExactly("reset", "changed");
    }

    @Test
    void mailsGoOutInTheLanguageThatWasChosen() {
        templates.speak(acme.id(), MailLanguage.DE, SERVER);
        assertThat(arrives("Der Bericht „C“", Mail.of(address, MailKind.REPORT_READY, values("C"))))
                .contains("Er hat 3 Zeilen");
    }

    @Test
    void refusesUnknownAndMissingTagsAndSubjectsOfMoreThanALine() {
        assertThat(new MailTemplate("Hello {operator}", "{link} {password} {report}").faults(MailKind.REPORT_READY))
                .containsExactly(new MailTemplate.Fault.UnknownTag("password"));
        assertThat(new MailTemplate("Hello {report}", "{link}").faults(MailKind.REPORT_READY))
                .as("in the text, not in the subject alone")
                .containsExactly(new MailTemplate.Fault.MissingTag("report"));
        assertThat(new MailTemplate("", "{link} {report}").faults(MailKind.REPORT_READY))
                .containsExactly(new MailTemplate.Fault.Subject());
        for (String injected : List.of("a\r\nBcc: x@example.com", "a\nb", "a\u0000b", "x".repeat(151))) {
            assertThat(new MailTemplate(injected, "{link} {report}").faults(MailKind.REPORT_READY))
                    .containsExactly(new MailTemplate.Fault.Subject());
            assertThat(templates.change(
                            acme.id(),
                            MailKind.REPORT_READY,
                            MailLanguage.EN,
                            new MailTemplate(injected, "{link} {report}"),
                            SERVER))
                    .isNotEmpty();
        }
        assertThat(templates.isOwn(acme.id(), MailKind.REPORT_READY, MailLanguage.EN))
                .isFalse();
    }

    @Test
    void noValueAddsAHeaderOrIsReadAsATag() {
        String text = arrives(
                "Report “evil",
                Mail.of(address, MailKind.REPORT_READY, values("evil\r\nBcc: x@example.com\r\n\r\n{link} $1 \\0")));
        assertThat(text).contains("{link} $1 \\0");
        var mail = server.mailServer().messages(address).getFirst();
        assertThat(MailServer.subjectOf(mail)).contains("Bcc: x@example.com");
        assertThat(server.mailServer().messages("x@example.com")).isEmpty();
    }
}
