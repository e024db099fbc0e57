package org.countersign.server.kernel;

import java.util.UUID;

/** Names one challenge. */
public record ChallengeId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
