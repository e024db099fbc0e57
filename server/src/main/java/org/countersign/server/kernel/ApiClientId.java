package org.countersign.server.kernel;

import java.util.UUID;

/** Names one client of the REST API. */
public record ApiClientId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
