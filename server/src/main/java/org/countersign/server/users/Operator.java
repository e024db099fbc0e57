package org.countersign.server.users;

import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;

/** A person who administers a virtual server in the console. */
public record Operator(
        OperatorId id,
        VirtualServerId virtualServer,
        String userName,
        @Nullable String mail) {}
