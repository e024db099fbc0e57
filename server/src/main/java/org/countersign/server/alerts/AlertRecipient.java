package org.countersign.server.alerts;

import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.RoleId;
import org.jspecify.annotations.Nullable;

/**
 * Somebody, or some program, that wants to know.
 *
 * @param operator for {@link Kind#OPERATOR}: who
 * @param role for {@link Kind#ROLE}: which; whoever has it when something happens is told
 * @param address for the others: a mail address, or where the webhook is
 */
public record AlertRecipient(
        UUID id,
        Kind kind,
        @Nullable OperatorId operator,
        @Nullable RoleId role,
        @Nullable String address,
        Set<AlertEvent> events) {
    /** How it is told. Names are stored. */
    public enum Kind {
        OPERATOR,
        ROLE,
        ADDRESS,
        WEBHOOK
    }

    public AlertRecipient {
        events = Set.copyOf(events);
    }

    /** Says whether both are the same mailbox; every webhook is one of its own. */
    boolean isSameAs(AlertRecipient other) {
        return kind != Kind.WEBHOOK
                && kind == other.kind
                && Objects.equals(operator, other.operator)
                && Objects.equals(role, other.role)
                && target().equalsIgnoreCase(other.target());
    }

    /** Says whether it stands for operators of the console. */
    public boolean isOfOperators() {
        return kind == Kind.OPERATOR || kind == Kind.ROLE;
    }

    /** Returns the same recipient, told of these events. */
    AlertRecipient told(Set<AlertEvent> others) {
        return new AlertRecipient(id, kind, operator, role, address, others);
    }

    /** Returns what it is told of, and these. */
    Set<AlertEvent> and(Set<AlertEvent> more) {
        return Stream.concat(events.stream(), more.stream()).collect(Collectors.toSet());
    }

    /** Returns its address, or empty text for operators. */
    public String target() {
        return address == null ? "" : address;
    }
}
