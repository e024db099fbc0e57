package org.countersign.server.notification;

import java.util.UUID;
import org.countersign.server.kernel.Seam;

/** Hands one mail over. */
@Seam("a mail server on the network, or the demo's own mailbox")
interface MailDelivery {
    /**
     * Delivers {@code mail}. The same {@code id} may come again after a crash: it makes the Message-ID, by which a
     * receiver knows a mail it already has.
     */
    Attempt deliver(UUID id, Mail mail);
}
