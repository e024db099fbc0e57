package org.countersign.server.kernel;

import java.util.UUID;

/** Names one provisioning task. */
public record ProvisioningTaskId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
