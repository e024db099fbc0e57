package org.countersign.server.protocol.rest;

import java.time.InstantSource;
import java.util.Optional;
import org.countersign.server.bulk.Programs;
import org.countersign.server.kernel.ApiClientId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.Acting;
import org.springframework.stereotype.Component;

/** What keys may do while a job that they ordered goes on: a key that was withdrawn orders nothing more. */
@Component
class KeysAtWork implements Programs {
    private final ApiClients clients;
    private final InstantSource time;

    KeysAtWork(ApiClients clients, InstantSource time) {
        this.clients = clients;
        this.time = time;
    }

    @Override
    public Optional<Acting> acting(VirtualServerId virtualServer, ApiClientId program) {
        return clients.find(virtualServer, program)
                .filter(key -> !key.isOverAt(time.instant()))
                .map(key -> key.client().acting());
    }
}
