package org.countersign.server.protocol.rest;

import java.util.List;
import org.countersign.server.kernel.GroupId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.users.UserFilter;
import org.jspecify.annotations.Nullable;

/**
 * An act on the tokens of many users as callers give it.
 *
 * @param count the number that the forecast said
 * @param userIds the users, one by one
 * @param all whether on all that match what follows, and not on {@code userIds}
 */
record GivenUsers(
        @Nullable String act,
        @Nullable String because,
        @Nullable Integer count,
        @Nullable List<String> userIds,
        @Nullable Boolean all,
        @Nullable String search,
        @Nullable String state,
        @Nullable String group,
        @Nullable String container) {

    boolean isForAll() {
        return Boolean.TRUE.equals(all);
    }

    List<UserId> chosen() {
        return Given.ids("user", "userIds", userIds).stream().map(UserId::new).toList();
    }

    UserFilter filter() {
        return new UserFilter(
                search == null ? "" : search,
                state == null || state.isEmpty() ? null : UserEndpoints.state(state),
                group == null || group.isEmpty() ? null : new GroupId(Given.id("group", group)),
                UserEndpoints.within(container == null ? "" : container));
    }
}
