package org.countersign.server.tokens;

import java.net.URI;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A web push subscription as it lies sealed in the database: the JSON a browser would give. */
final class SubscriptionText {
    private static final JsonMapper JSON = new JsonMapper();

    private SubscriptionText() {}

    static String write(PushSubscription push) {
        return JSON.createObjectNode()
                .put("endpoint", push.endpoint().toString())
                .put("p256dh", Base64.getUrlEncoder().withoutPadding().encodeToString(push.publicPoint()))
                .put("auth", Base64.getUrlEncoder().withoutPadding().encodeToString(push.authSecret()))
                .toString();
    }

    static PushSubscription read(String text) {
        JsonNode node = JSON.readTree(text);
        return new PushSubscription(
                URI.create(node.required("endpoint").asString()),
                Base64.getUrlDecoder().decode(node.required("p256dh").asString()),
                Base64.getUrlDecoder().decode(node.required("auth").asString()));
    }
}
