package org.countersign.server.push;

import java.util.Optional;
import java.util.Set;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.PushRequestId;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestPhones;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;

/** A virtual server of its own with one person who has a phone, and whoever signs in as them. */
final class PushFixture {
    static final String REQUESTER = "browser 1";
    private static final Visitor VISITOR = new Visitor("203.0.113.7", "Firefox", "Linux");

    final RunningServer server = RunningServer.get();
    final VirtualServer organisation = server.newVirtualServer();
    final UserAccount user = server.newUser(organisation, "ada");
    final TestPhones phone = TestPhones.of(server, user);
    final PushRequests pushes = server.part(PushRequests.class);

    static PushOrder order(UserAccount user, String requester) {
        return new PushOrder(user.virtualServer(), user.id(), "Acme Wiki", "oidc", requester, VISITOR);
    }

    PushStart tryToStart(String requester) {
        return pushes.start(order(user, requester));
    }

    PushProgress start() {
        return start(REQUESTER);
    }

    PushProgress start(String requester) {
        if (tryToStart(requester) instanceof PushStart.Started(PushProgress progress)) {
            return progress;
        }
        throw new IllegalStateException("no request was started");
    }

    PushProgress progress(PushProgress of) {
        return progress(of, REQUESTER).orElseThrow();
    }

    Optional<PushProgress> progress(PushProgress of, String requester) {
        return pushes.progress(organisation.id(), of.id(), requester);
    }

    PushConsumption consume(PushRequestId id, String requester) {
        return pushes.consume(organisation.id(), id, requester);
    }

    void policy(PolicySettings settings) {
        server.part(Policies.class).change(organisation.id(), settings, new Actor.Server());
    }

    /** Returns the newest record of a kind. */
    AuditEntry recorded(AuditType type) {
        return server.part(Audit.class)
                .recent(organisation.id(), Set.of(type), null, 1)
                .getFirst();
    }

    long count(AuditType type) {
        return server.part(Audit.class)
                .recent(organisation.id(), Set.of(type), null, 500)
                .size();
    }
}
