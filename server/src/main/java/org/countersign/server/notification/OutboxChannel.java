package org.countersign.server.notification;

import java.util.UUID;
import org.countersign.server.kernel.Seam;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.kernel.VirtualServerId;

/** Delivers the outbox's messages of one channel; a bean of this type is all that a channel needs. */
@Seam("a mail server or push services on the network")
public interface OutboxChannel {
    /** Returns which messages it delivers. */
    Channel channel();

    /**
     * Hands one message over, within a minute at most. Runs outside of any transaction, for several messages at once, and
     * now and then twice for the same one.
     *
     * @param id names the message; the same at every attempt
     * @param payload what {@link Outbox#post} was given
     */
    Attempt deliver(UUID id, VirtualServerId virtualServer, SecretBytes payload);
}
