package org.countersign.server.tokens;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.countersign.server.kernel.Base64Url;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.P256;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A web push subscription as it lies sealed in the database: the JSON a browser would give. */
final class SubscriptionText {
    private static final Set<String> FIELDS = Set.of("endpoint", "p256dh", "auth");
    private static final int LONGEST_ADDRESS = 2048;
    private static final JsonMapper JSON = new JsonMapper();

    private SubscriptionText() {}

    static String write(PushSubscription push) {
        return JSON.createObjectNode()
                .put("endpoint", push.endpoint().toString())
                .put("p256dh", Base64.getUrlEncoder().withoutPadding().encodeToString(push.publicPoint()))
                .put("auth", Base64.getUrlEncoder().withoutPadding().encodeToString(push.authSecret()))
                .toString();
    }

    static Optional<PushSubscription> readStrictly(JsonNode json) {
        if (!json.isObject() || !Set.copyOf(json.propertyNames()).equals(FIELDS)) {
            return Optional.empty();
        }
        URI endpoint = endpoint(json.path("endpoint").asString(""));
        byte[] point = bytes(json, "p256dh", P256.POINT_BYTES);
        byte[] auth = bytes(json, "auth", 16);
        if (endpoint == null || point == null || auth == null) {
            return Optional.empty();
        }
        try {
            P256.publicKey(point);
            return Optional.of(new PushSubscription(endpoint, point, auth));
        } catch (IllegalArgumentException notOnTheCurve) {
            return Optional.empty();
        }
    }

    private static @Nullable URI endpoint(String text) {
        try {
            URI address = new URI(text);
            boolean plain = address.getHost() != null
                    && address.getUserInfo() == null
                    && address.getFragment() == null
                    && text.length() <= LONGEST_ADDRESS;
            boolean https = "https".equals(address.getScheme());
            boolean local = plain && "http".equals(address.getScheme()) && CountersignSettings.isThisMachine(address);
            return plain && (https || local) ? address : null;
        } catch (URISyntaxException notAnAddress) {
            return null;
        }
    }

    private static byte @Nullable [] bytes(JsonNode json, String name, int length) {
        JsonNode field = json.get(name);
        byte[] bytes = field != null && field.isString()
                ? Base64Url.decode(field.asString()).orElse(null)
                : null;
        return bytes != null && bytes.length == length ? bytes : null;
    }

    static PushSubscription read(String text) {
        JsonNode node = JSON.readTree(text);
        return new PushSubscription(
                URI.create(node.required("endpoint").asString()),
                Base64.getUrlDecoder().decode(node.required("p256dh").asString()),
                Base64.getUrlDecoder().decode(node.required("auth").asString()));
    }
}
