package org.countersign.server.kernel;

import java.util.UUID;

/** Names one act on many tokens or users. */
public record BulkJobId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
