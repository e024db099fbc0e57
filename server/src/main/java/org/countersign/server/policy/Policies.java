package org.countersign.server.policy;

import java.time.InstantSource;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The rules of each virtual server, with every earlier version. */
@Component
public final class Policies {
    private final PolicyStore store;
    private final Audit audit;
    private final InstantSource time;
    private final TransactionOperations transactions;

    Policies(PolicyStore store, Audit audit, InstantSource time, TransactionOperations transactions) {
        this.store = store;
        this.audit = audit;
        this.time = time;
        this.transactions = transactions;
    }

    /** Returns the rules that hold now; {@link PolicySettings#DEFAULT} until somebody changes them. */
    public PolicySettings current(VirtualServerId virtualServer) {
        return store.current(virtualServer).orElse(PolicySettings.DEFAULT);
    }

    /** Replaces the rules from now on. */
    public void change(VirtualServerId virtualServer, PolicySettings settings, Actor actor) {
        transactions.executeWithoutResult(status -> {
            PolicySettings before = current(virtualServer);
            int version = store.insertNext(virtualServer, settings, actor.text(), time.instant());
            audit.append(AuditEvent.of(virtualServer, AuditType.POLICY_CHANGED, actor)
                    .with("version", version)
                    .with("before", before)
                    .with("after", settings));
        });
    }
}
