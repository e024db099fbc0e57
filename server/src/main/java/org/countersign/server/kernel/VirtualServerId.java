package org.countersign.server.kernel;

import java.util.UUID;

/** Names one organisation's isolated world. */
public record VirtualServerId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
