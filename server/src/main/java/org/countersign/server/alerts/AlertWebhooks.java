package org.countersign.server.alerts;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.countersign.server.kernel.Base64Url;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.SealedPlace;
import org.countersign.server.kernel.Sealing;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.Webhooks;
import org.springframework.stereotype.Component;

/** The secrets of webhooks: made here, shown once, sealed in the database, and used to sign what is sent. */
@Component
class AlertWebhooks {
    private static final int SECRET_BYTES = 32;

    private final AlertStore store;
    private final Webhooks webhooks;
    private final Sealing sealing;
    private final Randomness randomness;

    AlertWebhooks(AlertStore store, Webhooks webhooks, Sealing sealing, Randomness randomness) {
        this.store = store;
        this.webhooks = webhooks;
        this.sealing = sealing;
        this.randomness = randomness;
    }

    /** A new secret: as text for whoever runs the webhook, and sealed for the row. Nothing prints it. */
    static final class NewSecret {
        private final String text;
        private final byte[] sealed;

        private NewSecret(String text, byte[] sealed) {
            this.text = text;
            this.sealed = sealed;
        }

        String exposed() {
            return text;
        }

        byte[] sealed() {
            return sealed.clone();
        }
    }

    /** Says whether this server may call an address. */
    boolean calls(String address) {
        return webhooks.calls(address);
    }

    NewSecret newSecret(VirtualServerId virtualServer, UUID recipient) {
        String text = Base64Url.encode(randomness.bytes(SECRET_BYTES));
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        try (SecretBytes secret = SecretBytes.copyOf(bytes)) {
            return new NewSecret(text, sealing.seal(secret, place(virtualServer, recipient)));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    void post(VirtualServerId virtualServer, AlertRecipient recipient, String json) {
        try (SecretBytes secret =
                sealing.open(store.sealedSecret(virtualServer, recipient.id()), place(virtualServer, recipient.id()))) {
            webhooks.post(virtualServer, recipient.target(), json, secret);
        }
    }

    private static SealedPlace place(VirtualServerId virtualServer, UUID recipient) {
        return new SealedPlace(virtualServer, "alert_recipient", "sealed_secret", recipient);
    }
}
