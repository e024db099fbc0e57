package org.countersign.server.kernel;

import java.util.UUID;

/** Names a container, which says which operators see the people in it. */
public record ContainerId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
