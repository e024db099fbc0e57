package org.countersign.server.kernel;

import java.util.UUID;

/** Names a role of operators. */
public record RoleId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
