package org.countersign.server.users;

import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;

/**
 * A person who signs in to protected resources.
 *
 * @param userName what they type to sign in; unique in its virtual server whatever the case
 * @param displayName their name for people
 * @param mail address for mails, or none
 */
public record UserAccount(
        UserId id,
        VirtualServerId virtualServer,
        String userName,
        String displayName,
        @Nullable String mail,
        State state) {

    /** Whether they may sign in at all. */
    public enum State {
        ACTIVE,
        DISABLED
    }
}
