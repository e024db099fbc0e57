package org.countersign.server.kernel;

import java.util.UUID;

/** Names one document of seeds that waits to be imported. */
public record TokenImportId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
