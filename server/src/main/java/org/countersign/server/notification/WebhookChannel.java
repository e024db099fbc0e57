package org.countersign.server.notification;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Delivers webhooks; docs/formats/webhook.md. */
@Component
class WebhookChannel implements OutboxChannel {
    private static final JsonMapper JSON = new JsonMapper();

    private final PushConnection connection;
    private final InstantSource time;

    @Autowired
    WebhookChannel(Webhooks webhooks, InstantSource time) {
        this(new PushConnection(webhooks.listed()), time);
    }

    WebhookChannel(PushConnection connection, InstantSource time) {
        this.connection = connection;
        this.time = time;
    }

    @Override
    public Channel channel() {
        return Channel.WEBHOOK;
    }

    @Override
    public Attempt deliver(UUID id, VirtualServerId virtualServer, SecretBytes payload) {
        byte[] text = payload.exposed();
        try {
            JsonNode message = JSON.readTree(text);
            byte[] body = message.required("body").asString().getBytes(StandardCharsets.UTF_8);
            long seconds = time.instant().getEpochSecond();
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Content-Type", "application/json");
            headers.put("User-Agent", "Countersign");
            headers.put("Countersign-Delivery", id.toString());
            headers.put(
                    "Countersign-Signature",
                    "t=" + seconds + ",v1="
                            + signature(message.required("secret").asString(), seconds, body));
            return attempt(
                    connection.post(URI.create(message.required("address").asString()), headers, body));
        } catch (PushConnection.NotAllowed notAllowed) {
            return new Attempt.Refused("countersign.webhooks does not list the address, or it is not public");
        } catch (IOException unreachable) {
            return new Attempt.Failed(unreachable.getClass().getSimpleName());
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private static Attempt attempt(int status) {
        return switch (status) {
            case 200, 201, 202, 204 -> new Attempt.Delivered();
            case 408, 425, 429, 500, 502, 503, 504 -> new Attempt.Failed("status " + status);
            default -> new Attempt.Refused("status " + status);
        };
    }

    /** HMAC-SHA256 over the time, a dot and the body: a captured message is too old later. */
    static String signature(String secret, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException(never);
        }
    }
}
