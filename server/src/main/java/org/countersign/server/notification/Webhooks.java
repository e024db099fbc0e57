package org.countersign.server.notification;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls that tell other programs what happened: HTTPS, to addresses of {@code countersign.webhooks} only, signed. The entries
 * are those of {@link PushServices}, and what they must not reach is the same.
 */
@Component
public final class Webhooks {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIFETIME = Duration.ofHours(24);
    private static final int LONGEST_ADDRESS = 500;

    private final PushServices listed;
    private final Outbox outbox;
    private final InstantSource time;

    Webhooks(CountersignSettings settings, Outbox outbox, InstantSource time) {
        this.listed = new PushServices("countersign.webhooks", settings.webhooks());
        this.outbox = outbox;
        this.time = time;
    }

    /** Says whether this server may call an address. */
    public boolean calls(String address) {
        try {
            return address.length() <= LONGEST_ADDRESS
                    && address.chars().allMatch(c -> c > 0x20 && c < 0x7F)
                    && listed.reach(new URI(address)).isPresent();
        } catch (URISyntaxException none) {
            return false;
        }
    }

    /**
     * Sends {@code json} to {@code address}, again and again until it is taken, for a day at most.
     *
     * @param secret what it is signed with; sealed while it waits
     */
    public void post(VirtualServerId virtualServer, String address, String json, SecretBytes secret) {
        byte[] text = JSON.createObjectNode()
                .put("address", address)
                .put("body", json)
                .put("secret", new String(secret.exposed(), StandardCharsets.US_ASCII))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        try (SecretBytes payload = SecretBytes.copyOf(text)) {
            outbox.post(virtualServer, Channel.WEBHOOK, payload, time.instant().plus(LIFETIME));
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    PushServices listed() {
        return listed;
    }
}
