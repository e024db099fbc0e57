package org.countersign.server.enrollment;

import java.time.InstantSource;
import java.util.Optional;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;

/** What operators look up about provisioning tasks. Changes nothing. */
@Component
public final class ProvisioningTasks {
    private final ProvisioningTaskStore store;
    private final InstantSource time;

    ProvisioningTasks(ProvisioningTaskStore store, InstantSource time) {
        this.store = store;
        this.time = time;
    }

    /** Finds a task of {@code virtualServer} by its number. */
    public Optional<ProvisioningTask> find(VirtualServerId virtualServer, int number) {
        return store.find(virtualServer, number, time.instant());
    }
}
