package org.countersign.server.alerts;

import java.util.List;
import java.util.UUID;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.Mail;
import org.countersign.server.users.Operator;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Overseers;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which operators a recipient stands for: one, or whoever has a role at the time. Of what happens to a person, only those are
 * told who may see the person.
 */
@Component
class AlertReach {
    private final AlertStore store;
    private final Operators operators;
    private final Overseers overseers;

    AlertReach(AlertStore store, Operators operators, Overseers overseers) {
        this.store = store;
        this.operators = operators;
        this.overseers = overseers;
    }

    /**
     * Returns the operators at work whom a mail reaches.
     *
     * @param person whom it is about, or none
     */
    List<Operator> of(
            VirtualServerId virtualServer, AlertRecipient recipient, AlertEvent event, @Nullable UUID person) {
        List<Operator> known =
                person == null ? operators.atWork(virtualServer) : overseers.of(virtualServer, new UserId(person));
        return known.stream()
                .filter(operator -> operator.mail() != null && Mail.isAddress(operator.mail()))
                .filter(operator -> isMeant(virtualServer, recipient, event, operator))
                .toList();
    }

    private boolean isMeant(
            VirtualServerId virtualServer, AlertRecipient recipient, AlertEvent event, Operator operator) {
        return recipient.kind() == AlertRecipient.Kind.OPERATOR
                ? operator.id().equals(recipient.operator())
                : operator.role().id().equals(recipient.role()) && !isToldApart(virtualServer, event, operator);
    }

    /** Whoever is told of something themselves is not told once more for their role. */
    private boolean isToldApart(VirtualServerId virtualServer, AlertEvent event, Operator operator) {
        return store.of(virtualServer).stream()
                .anyMatch(other ->
                        operator.id().equals(other.operator()) && other.events().contains(event));
    }
}
