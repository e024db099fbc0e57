package org.countersign.server.notification;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;

/** Delivers mails. */
@Component
class MailChannel implements OutboxChannel {
    private final MailDelivery delivery;

    MailChannel(MailDelivery delivery) {
        this.delivery = delivery;
    }

    @Override
    public Channel channel() {
        return Channel.MAIL;
    }

    @Override
    public Attempt deliver(UUID id, VirtualServerId virtualServer, SecretBytes payload) {
        byte[] text = payload.exposed();
        try {
            return delivery.deliver(id, MailText.read(new String(text, StandardCharsets.UTF_8)));
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }
}
