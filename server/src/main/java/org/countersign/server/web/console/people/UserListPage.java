package org.countersign.server.web.console.people;

import java.util.List;
import java.util.Map;
import org.countersign.server.kernel.ContainerId;
import org.countersign.server.users.Container;
import org.countersign.server.users.Group;
import org.countersign.server.users.UserAccount;
import org.jspecify.annotations.Nullable;

/**
 * What the list of users shows.
 *
 * @param chosen what the operator looks for
 * @param containers all containers by id
 * @param groups all groups
 * @param next address of the next page, or none
 * @param further whether this is not the first page
 * @param done what the operator did a moment ago: {@code deleted}, {@code moved}, {@code joined}, {@code left}, or nothing
 * @param count to how many people it was done
 */
public record UserListPage(
        PeopleSearch chosen,
        List<UserAccount> users,
        Map<ContainerId, Container> containers,
        List<Group> groups,
        @Nullable String next,
        boolean further,
        String done,
        int count) {
    /** Returns the name of a user's container, or nothing for the default one. */
    public @Nullable String containerOf(UserAccount user) {
        ContainerId id = user.placement().container();
        Container container = id == null ? null : containers.get(id);
        return container == null ? null : container.name();
    }

    /** Returns the kind of badge that a state gets. */
    public static String badge(UserAccount.State state) {
        return switch (state) {
            case ACTIVE -> "good";
            case LOCKED -> "bad";
            case DISABLED, DELETED -> "neutral";
        };
    }
}
