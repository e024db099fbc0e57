package org.countersign.server.web.portal;

import java.io.Serializable;
import java.util.UUID;
import org.countersign.server.web.shell.Platform;
import org.jspecify.annotations.Nullable;

/**
 * The authenticator that is being added in this browser.
 *
 * @param trial the sign-in by which it is tried out, once that has begun
 */
record Adding(UUID id, Platform platform, @Nullable UUID trial) implements Serializable {
    Adding tried(UUID signIn) {
        return new Adding(id, platform, signIn);
    }
}
