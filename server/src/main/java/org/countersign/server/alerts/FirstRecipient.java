package org.countersign.server.alerts;

import org.countersign.server.users.Operators;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Has the first operator of a virtual server told of what nobody should miss; they may change it like any other's alerts. */
@Component
class FirstRecipient {
    private final Alerts alerts;

    FirstRecipient(Alerts alerts) {
        this.alerts = alerts;
    }

    @EventListener
    void first(Operators.First first) {
        alerts.addOperator(first.operator().virtualServer(), first.operator().id(), AlertEvent.GRAVE, first.by());
    }
}
