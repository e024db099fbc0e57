package org.countersign.server.enrollment;

import java.util.List;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;

/** Provisioning tasks: these users shall get a token of this type by then. */
@Component
public final class Provisioning {

    /**
     * Reserves a token for each user and mails each a link to the self-enrollment page, all in one transaction with the
     * task. Earlier open enrollments of the same users are revoked, and their reserved tokens reused.
     */
    public ProvisioningOutcome provision(VirtualServerId virtualServer, List<UserId> users, Actor operator) {
        throw new UnsupportedOperationException(virtualServer.toString() + users + operator);
    }
}
