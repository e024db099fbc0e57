package org.countersign.server.kernel;

import java.util.UUID;

/** Names one authenticator of one user. */
public record TokenId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
