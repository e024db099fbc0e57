package org.countersign.server.kernel;

import java.util.UUID;

/** Names one sign-in that takes more than one step. */
public record SignInId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
