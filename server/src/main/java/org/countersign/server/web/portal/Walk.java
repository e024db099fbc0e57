package org.countersign.server.web.portal;

import java.io.Serializable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far somebody has come who is not signed in, from the user name to the password.
 *
 * @param code the code by mail that they were sent, if this way asks for one
 * @param confirmed whose address it confirmed, once they have typed it
 */
record Walk(
        Way way,
        String userName,
        @Nullable UUID code,
        @Nullable UUID confirmed) implements Serializable {

    /** What they want. */
    enum Way {
        ADD,
        LOST
    }

    Walk sent(UUID another) {
        return new Walk(way, userName, another, null);
    }

    Walk confirmed(UUID user) {
        return new Walk(way, userName, code, user);
    }

    /** Says whether the password may be asked for. */
    boolean isAtPassword() {
        return way == Way.LOST || confirmed != null;
    }
}
