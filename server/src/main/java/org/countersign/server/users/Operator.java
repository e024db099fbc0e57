package org.countersign.server.users;

import java.time.Instant;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;

/**
 * A person who administers a virtual server in the console: one of its users, with a role. Their password and their tokens are
 * the user's.
 *
 * @param scope which people they see
 * @param userActive whether their user may sign in at all
 * @param signedInAt when they signed in to the console last, or none
 */
public record Operator(
        OperatorId id,
        VirtualServerId virtualServer,
        UserId user,
        String userName,
        String displayName,
        @Nullable String mail,
        Role role,
        OperatorScope scope,
        State state,
        boolean userActive,
        @Nullable Instant signedInAt) {
    /** Whether they may work. */
    public enum State {
        ACTIVE,
        SUSPENDED,
        /** They are a user and no operator any more; the record of what they did still names them. */
        REMOVED
    }

    /** Says whether they can sign in to the console now, as far as their state goes. */
    public boolean mayWork() {
        return state == State.ACTIVE && userActive;
    }

    /** Returns what they may do. */
    public Permissions permissions() {
        return role.permissions();
    }
}
