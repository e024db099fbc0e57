package org.countersign.server.users;

import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** What a virtual server asks of its operators when they sign in to the console. */
@Component
public final class OperatorRules {
    private final OperatorRuleStore store;
    private final Audit audit;
    private final TransactionOperations transactions;

    OperatorRules(OperatorRuleStore store, Audit audit, TransactionOperations transactions) {
        this.store = store;
        this.audit = audit;
        this.transactions = transactions;
    }

    /**
     * Says whether operators need a second factor; they do until somebody decides otherwise. Whoever has an authenticator is
     * asked for it in any case.
     */
    public boolean secondFactorRequired(VirtualServerId virtualServer) {
        return store.secondFactor(virtualServer);
    }

    /** Decides whether operators need a second factor, from the next sign-in on. */
    public void requireSecondFactor(VirtualServerId virtualServer, boolean required, Actor actor) {
        transactions.executeWithoutResult(status -> {
            boolean before = store.secondFactor(virtualServer);
            store.change(virtualServer, required);
            audit.append(AuditEvent.of(virtualServer, AuditType.OPERATOR_RULE_CHANGED, actor)
                    .with("rule", "second factor")
                    .with("before", before)
                    .with("after", required));
        });
    }
}
