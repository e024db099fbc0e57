package org.countersign.server.kernel;

import java.util.UUID;

/** Names one enrollment; its 16 bytes stand in the activation string. */
public record EnrollmentId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
