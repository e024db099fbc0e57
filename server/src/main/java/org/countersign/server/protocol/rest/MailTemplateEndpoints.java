package org.countersign.server.protocol.rest;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.MailKind;
import org.countersign.server.notification.MailLanguage;
import org.countersign.server.notification.MailTemplate;
import org.countersign.server.notification.MailTemplates;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The words of the mails that a virtual server sends, over REST. */
@RestController
class MailTemplateEndpoints {
    private static final String TEMPLATE = "/api/v1/mail-templates/{mail}/{language}";

    private final MailTemplates templates;

    MailTemplateEndpoints(MailTemplates templates) {
        this.templates = templates;
    }

    /** A mail with the tags that its words may and must have, and the languages in which it has words of its own. */
    record KindView(String mail, List<String> tags, List<String> mandatoryTags, List<String> own) {}

    /** Words for a mail. */
    record Words(@Nullable String subject, @Nullable String text) {}

    /** The words of a mail as the API shows them. */
    record TemplateView(String mail, String language, String subject, String text, boolean own) {}

    /** A mail with made-up values. */
    record Sample(String subject, String text) {}

    @GetMapping("/api/v1/mail-templates")
    @KeyNeeds(OperatorModule.COMMUNICATIONS)
    List<KindView> kinds(ApiClient client) {
        return Arrays.stream(MailKind.values())
                .map(kind -> new KindView(
                        kind.slug(),
                        kind.tags(),
                        kind.mandatoryTags(),
                        Arrays.stream(MailLanguage.values())
                                .filter(language -> templates.isOwn(owner(client), kind, language))
                                .map(MailLanguage::tag)
                                .toList()))
                .toList();
    }

    @GetMapping(TEMPLATE)
    @KeyNeeds(OperatorModule.COMMUNICATIONS)
    TemplateView one(ApiClient client, @PathVariable String mail, @PathVariable String language) {
        MailTemplate current = templates.current(owner(client), kind(mail), language(language));
        return new TemplateView(
                mail,
                language,
                current.subject(),
                current.text(),
                templates.isOwn(owner(client), kind(mail), language(language)));
    }

    @PutMapping(TEMPLATE)
    @KeyNeeds(value = OperatorModule.COMMUNICATIONS, act = OperatorAct.CHANGE)
    TemplateView change(
            ApiClient client, @PathVariable String mail, @PathVariable String language, @RequestBody Words words) {
        requireRight(templates.change(
                owner(client), kind(mail), language(language), template(words), new Actor.ApiClient(client.id())));
        return one(client, mail, language);
    }

    /** As in the console, whoever may change the words may look at others before. */
    @PostMapping(TEMPLATE + "/preview")
    @KeyNeeds(value = OperatorModule.COMMUNICATIONS, act = OperatorAct.CHANGE)
    Sample preview(@PathVariable String mail, @PathVariable String language, @RequestBody Words words) {
        MailKind kind = kind(mail);
        MailLanguage spoken = language(language);
        MailTemplate template = template(words);
        requireRight(template.faults(kind));
        Mail sample = templates.sample(kind, spoken, template);
        return new Sample(sample.subject(), sample.text());
    }

    @DeleteMapping(TEMPLATE)
    @KeyNeeds(value = OperatorModule.COMMUNICATIONS, act = OperatorAct.CHANGE)
    ResponseEntity<Void> reset(ApiClient client, @PathVariable String mail, @PathVariable String language) {
        templates.reset(owner(client), kind(mail), language(language), new Actor.ApiClient(client.id()));
        return ResponseEntity.noContent().build();
    }

    private static MailTemplate template(Words words) {
        return new MailTemplate(
                words.subject() == null ? "" : words.subject(), words.text() == null ? "" : words.text());
    }

    private static void requireRight(List<MailTemplate.Fault> faults) {
        if (!faults.isEmpty()) {
            throw RestRefusal.unacceptable(
                    "template_invalid",
                    faults.stream().map(MailTemplateEndpoints::said).collect(Collectors.joining(" ")));
        }
    }

    private static String said(MailTemplate.Fault fault) {
        return switch (fault) {
            case MailTemplate.Fault.Subject subject -> "'subject' is one line of 1 to 150 characters.";
            case MailTemplate.Fault.Text text -> "'text' has 1 to 15000 characters, and 20000 with its values at most.";
            case MailTemplate.Fault.UnknownTag(String tag) -> "This mail has no tag {" + tag + "}.";
            case MailTemplate.Fault.MissingTag(String tag) -> "'text' lacks the tag {" + tag + "}.";
        };
    }

    private static MailKind kind(String slug) {
        return MailKind.of(slug).orElseThrow(() -> RestRefusal.notFound("mail"));
    }

    private static MailLanguage language(String tag) {
        return MailLanguage.of(tag).orElseThrow(() -> RestRefusal.notFound("language"));
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }
}
