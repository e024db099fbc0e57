package org.countersign.server.kernel;

import java.util.UUID;

/** Names a group of people. */
public record GroupId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
