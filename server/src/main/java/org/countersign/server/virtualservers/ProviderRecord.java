package org.countersign.server.virtualservers;

import java.util.function.UnaryOperator;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;

/**
 * Records what is done to a whole virtual server, in its own record and in the provider's: the provider reads no record but their own,
 * and must answer for what their operators did.
 */
@Component
class ProviderRecord {
    private final VirtualServerStore store;
    private final Audit audit;

    ProviderRecord(VirtualServerStore store, Audit audit) {
        this.store = store;
        this.audit = audit;
    }

    /** Appends an event to both records, in the caller's transaction. */
    void append(VirtualServerId about, AuditType type, Actor actor, UnaryOperator<AuditEvent> details) {
        audit.append(details.apply(AuditEvent.of(about, type, actor)));
        store.find(VirtualServers.PROVIDER_SLUG)
                .map(VirtualServer::id)
                .filter(provider -> !provider.equals(about))
                .ifPresent(provider -> audit.append(details.apply(AuditEvent.of(provider, type, actor))
                        .with("virtualServer", store.get(about).slug())));
    }
}
