package org.countersign.server.kernel;

import java.util.UUID;

/** Names one push request. */
public record PushRequestId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
