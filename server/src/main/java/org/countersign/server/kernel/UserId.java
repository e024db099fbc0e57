package org.countersign.server.kernel;

import java.util.UUID;

/** Names a person who signs in to protected resources. */
public record UserId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
