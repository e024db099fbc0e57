package org.countersign.server.users;

import java.util.Set;
import org.countersign.server.kernel.ContainerId;
import org.countersign.server.kernel.GroupId;
import org.jspecify.annotations.Nullable;

/**
 * Which users somebody looks for; deleted ones are never found.
 *
 * @param text beginnings of words of user name, name or mail address, all of which must fit; empty for everybody
 * @param state only users in this state, or in any
 * @param group only members of this group, or anybody
 * @param within only users in these containers, or in any
 */
public record UserFilter(
        String text,
        UserAccount.@Nullable State state,
        @Nullable GroupId group,
        @Nullable Within within) {
    /** Everybody. */
    public static final UserFilter ALL = new UserFilter("", null, null, null);

    /**
     * Some containers.
     *
     * @param byDefault whether the default one is among them
     */
    public record Within(boolean byDefault, Set<ContainerId> containers) {
        public Within {
            containers = Set.copyOf(containers);
        }
    }

    /** Looks for {@code text} among everybody. */
    public static UserFilter text(String text) {
        return new UserFilter(text, null, null, null);
    }
}
