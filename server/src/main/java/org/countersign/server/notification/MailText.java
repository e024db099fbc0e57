package org.countersign.server.notification;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A mail as it lies sealed in the outbox. */
final class MailText {
    private static final JsonMapper JSON = new JsonMapper();

    private MailText() {}

    static String write(Mail mail) {
        return JSON.createObjectNode()
                .put("to", mail.to())
                .put("subject", mail.subject())
                .put("text", mail.text())
                .toString();
    }

    static Mail read(String text) {
        JsonNode node = JSON.readTree(text);
        return new Mail(
                node.required("to").asString(),
                node.required("subject").asString(),
                node.required("text").asString());
    }
}
