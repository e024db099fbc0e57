package org.countersign.server.users;

import java.time.Instant;
import org.countersign.server.kernel.ContainerId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;

/**
 * A person who signs in to protected resources.
 *
 * @param userName what they type to sign in; unique in its virtual server whatever the case
 * @param displayName their name for people
 * @param mail address for mails, or none
 * @param placement container, origin and lock
 */
public record UserAccount(
        UserId id,
        VirtualServerId virtualServer,
        String userName,
        String displayName,
        @Nullable String mail,
        State state,
        Placement placement) {

    /** Whether they may sign in at all: nobody may who is not active. Names are stored. */
    public enum State {
        ACTIVE,
        /** By an operator, until an operator says otherwise. */
        DISABLED,
        /** For a time, or until an operator ends the lock, because something is wrong. */
        LOCKED,
        /** Gone; only the record still names them. */
        DELETED
    }

    /**
     * Where a user stands.
     *
     * @param container none is the default container
     * @param origin who keeps the user
     * @param lockedUntil when a lock ends by itself; none when it does not, or there is no lock
     * @param reason why the state is what it is, in words, or none
     */
    public record Placement(
            @Nullable ContainerId container,
            Origin origin,
            @Nullable Instant lockedUntil,
            @Nullable String reason) {
        /** Where a user stands at first. */
        static final Placement FIRST = new Placement(null, Origin.LOCAL, null, null);
    }

    /** Says whether they may sign in, be asked and enroll. */
    public boolean isActive() {
        return state == State.ACTIVE;
    }
}
