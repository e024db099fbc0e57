package org.countersign.server.protocol.rest;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.MailConnection;
import org.countersign.server.notification.MailLanguage;
import org.countersign.server.notification.MailTemplates;
import org.countersign.server.notification.MailValue;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The mail server of the configuration, the language of mails, and a test mail, over REST. */
@RestController
class MailSettingsEndpoints {
    private final MailConnection connection;
    private final MailTemplates templates;
    private final VirtualServers virtualServers;

    MailSettingsEndpoints(MailConnection connection, MailTemplates templates, VirtualServers virtualServers) {
        this.connection = connection;
        this.templates = templates;
        this.virtualServers = virtualServers;
    }

    /** How mails go out. */
    record SettingsView(MailConnection.Shown server, String language) {}

    /** The language in which mails go out. */
    record Chosen(@Nullable String language) {}

    /** Where a test mail goes. */
    record TestMail(@Nullable String to) {}

    /** What came of a test mail. */
    record Tested(String outcome) {}

    @GetMapping("/api/v1/mail-settings")
    @KeyNeeds(OperatorModule.COMMUNICATIONS)
    SettingsView settings(ApiClient client) {
        return new SettingsView(
                connection.shown(), templates.language(owner(client)).tag());
    }

    @PutMapping("/api/v1/mail-settings")
    @KeyNeeds(value = OperatorModule.COMMUNICATIONS, act = OperatorAct.CHANGE)
    SettingsView change(ApiClient client, @RequestBody Chosen chosen) {
        MailLanguage language = MailLanguage.of(Given.text("language", chosen.language()))
                .orElseThrow(() -> RestRefusal.unacceptable(
                        "language_unknown",
                        "'language' is one of "
                                + Arrays.stream(MailLanguage.values())
                                        .map(MailLanguage::tag)
                                        .collect(Collectors.joining(", "))
                                + "."));
        templates.speak(owner(client), language, new Actor.ApiClient(client.id()));
        return settings(client);
    }

    @PostMapping("/api/v1/mail-settings/test")
    @KeyNeeds(value = OperatorModule.COMMUNICATIONS, act = OperatorAct.CHANGE)
    Tested test(ApiClient client, @RequestBody TestMail wanted) {
        String to = Given.text("to", wanted.to());
        if (!Mail.isAddress(to)) {
            throw RestRefusal.unacceptable("address_invalid", "'to' is one mail address such as name@example.com.");
        }
        String organisation = virtualServers.get(owner(client)).name();
        return new Tested(connection
                .test(
                        owner(client),
                        to,
                        organisation,
                        MailValue.phrase("sender.key", MailValue.text(client.name())),
                        new Actor.ApiClient(client.id()))
                .name());
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }
}
