package org.countersign.server.web.console.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.MailConnection;
import org.countersign.server.notification.MailKind;
import org.countersign.server.notification.MailLanguage;
import org.countersign.server.notification.MailTemplate;
import org.countersign.server.notification.MailTemplates;
import org.countersign.server.notification.MailValue;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages about mails: the mail server, a test mail, and the words of each mail. */
@Controller
@Needs(OperatorModule.COMMUNICATIONS)
public final class ConsoleCommunicationsController {
    private final MailConnection connection;
    private final MailTemplates templates;

    ConsoleCommunicationsController(MailConnection connection, MailTemplates templates) {
        this.connection = connection;
        this.templates = templates;
    }

    @GetMapping("/console/{slug}/communications")
    ModelAndView show(
            OperatorVisit visit,
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "") String outcome) {
        return page(
                visit,
                done,
                known(outcome),
                visit.operator().mail() == null ? "" : visit.operator().mail(),
                false);
    }

    private static String known(String outcome) {
        for (MailConnection.Outcome each : MailConnection.Outcome.values()) {
            if (each.name().equals(outcome)) {
                return outcome;
            }
        }
        return "";
    }

    private ModelAndView page(OperatorVisit visit, String done, String outcome, String to, boolean wrong) {
        Map<String, Boolean> own = new HashMap<>();
        for (MailKind kind : MailKind.values()) {
            for (MailLanguage language : MailLanguage.values()) {
                own.put(kind.slug() + "/" + language.tag(), templates.isOwn(visit.id(), kind, language));
            }
        }
        return ConsoleView.page(
                "communications",
                visit,
                new MailPage(
                        connection.shown(), templates.language(visit.id()), Map.copyOf(own), done, outcome, to, wrong),
                wrong ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.OK);
    }

    @PostMapping("/console/{slug}/communications/test")
    @Needs(value = OperatorModule.COMMUNICATIONS, act = OperatorAct.CHANGE)
    ModelAndView test(OperatorVisit visit, @RequestParam(defaultValue = "") String to) {
        if (!Mail.isAddress(to)) {
            return page(visit, "", "", to.length() > 255 ? "" : to, true);
        }
        MailConnection.Outcome outcome = connection.test(
                visit.id(),
                to,
                visit.virtualServer().name(),
                MailValue.phrase(
                        "sender.operator", MailValue.text(visit.operator().userName())),
                visit.actor());
        return ConsoleView.onTo(visit, "/communications?outcome=" + outcome);
    }

    @PostMapping("/console/{slug}/communications/language")
    @Needs(value = OperatorModule.COMMUNICATIONS, act = OperatorAct.CHANGE)
    ModelAndView speak(OperatorVisit visit, @RequestParam(defaultValue = "") String language) {
        templates.speak(visit.id(), MailLanguage.of(language).orElseThrow(ConsoleIds::notFound), visit.actor());
        return ConsoleView.onTo(visit, "/communications?done=language");
    }

    @GetMapping("/console/{slug}/communications/mails/{kind}/{language}")
    ModelAndView template(
            OperatorVisit visit,
            @PathVariable String kind,
            @PathVariable String language,
            @RequestParam(defaultValue = "") String done) {
        MailTemplate current = templates.current(visit.id(), kind(kind), language(language));
        return form(visit, kind(kind), language(language), current, List.of(), done);
    }

    @PostMapping("/console/{slug}/communications/mails/{kind}/{language}")
    @Needs(value = OperatorModule.COMMUNICATIONS, act = OperatorAct.CHANGE)
    ModelAndView change(
            OperatorVisit visit,
            @PathVariable String kind,
            @PathVariable String language,
            @RequestParam(defaultValue = "") String subject,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String act) {
        MailTemplate typed = new MailTemplate(subject, text);
        if (act.equals("preview")) {
            return form(visit, kind(kind), language(language), typed, typed.faults(kind(kind)), "preview");
        }
        List<MailTemplate.Fault> faults =
                templates.change(visit.id(), kind(kind), language(language), typed, visit.actor());
        return faults.isEmpty()
                ? ConsoleView.onTo(visit, "/communications/mails/" + kind + "/" + language + "?done=saved")
                : form(visit, kind(kind), language(language), typed, faults, "");
    }

    @PostMapping("/console/{slug}/communications/mails/{kind}/{language}/reset")
    @Needs(value = OperatorModule.COMMUNICATIONS, act = OperatorAct.CHANGE)
    ModelAndView reset(OperatorVisit visit, @PathVariable String kind, @PathVariable String language) {
        templates.reset(visit.id(), kind(kind), language(language), visit.actor());
        return ConsoleView.onTo(visit, "/communications/mails/" + kind + "/" + language + "?done=reset");
    }

    private ModelAndView form(
            OperatorVisit visit,
            MailKind kind,
            MailLanguage language,
            MailTemplate template,
            List<MailTemplate.Fault> faults,
            String done) {
        return ConsoleView.page(
                "mail-template",
                visit,
                new TemplatePage(
                        kind,
                        language,
                        template,
                        faults,
                        faults.isEmpty() ? templates.sample(kind, language, template) : null,
                        templates.isOwn(visit.id(), kind, language),
                        done),
                faults.isEmpty() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT);
    }

    private static MailKind kind(String slug) {
        return MailKind.of(slug).orElseThrow(ConsoleIds::notFound);
    }

    private static MailLanguage language(String tag) {
        return MailLanguage.of(tag).orElseThrow(ConsoleIds::notFound);
    }

    /**
     * What the page about mails shows.
     *
     * @param own whether a mail has words of its own, by kind and language
     * @param outcome what came of the test mail, or empty
     * @param to where a test mail shall go
     * @param wrong whether that is no address
     */
    public record MailPage(
            MailConnection.Shown server,
            MailLanguage language,
            Map<String, Boolean> own,
            String done,
            String outcome,
            String to,
            boolean wrong) {}

    /**
     * What the form for the words of a mail shows.
     *
     * @param sample the mail with made-up values, or none when something is wrong
     */
    public record TemplatePage(
            MailKind kind,
            MailLanguage language,
            MailTemplate template,
            List<MailTemplate.Fault> faults,
            @Nullable Mail sample,
            boolean own,
            String done) {}
}
