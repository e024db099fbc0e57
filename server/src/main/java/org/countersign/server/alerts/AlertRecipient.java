package org.countersign.server.alerts;

import java.util.Set;
import java.util.UUID;
import org.countersign.server.kernel.OperatorId;
import org.jspecify.annotations.Nullable;

/**
 * Somebody, or some program, that wants to know.
 *
 * @param operator for {@link Kind#OPERATOR}: who
 * @param address for the others: a mail address, or where the webhook is
 */
public record AlertRecipient(
        UUID id,
        Kind kind,
        @Nullable OperatorId operator,
        @Nullable String address,
        Set<AlertEvent> events) {
    /** How it is told. Names are stored. */
    public enum Kind {
        OPERATOR,
        ADDRESS,
        WEBHOOK
    }

    public AlertRecipient {
        events = Set.copyOf(events);
    }

    /** Returns its address, or empty text for an operator. */
    public String target() {
        return address == null ? "" : address;
    }
}
