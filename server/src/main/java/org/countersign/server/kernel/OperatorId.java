package org.countersign.server.kernel;

import java.util.UUID;

/** Names a person who administers a virtual server. */
public record OperatorId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
