package org.countersign.server.kernel;

import java.util.UUID;

/** Names one protected resource. */
public record ApplicationId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
