package org.countersign.server.web.console.people;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.countersign.server.kernel.ContainerId;
import org.countersign.server.kernel.GroupId;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.UserFilter;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.OperatorVisit;
import org.jspecify.annotations.Nullable;

/**
 * Which users an operator looks for, as it stands in the address.
 *
 * @param q beginnings of words of user name, name or mail address
 * @param state {@code active}, {@code disabled}, {@code locked}, or empty for any
 * @param container {@code default}, an id, or empty for any
 * @param group an id, or empty for any
 */
public record PeopleSearch(
        @Nullable String q,
        @Nullable String state,
        @Nullable String container,
        @Nullable String group) {
    static final String DEFAULT_CONTAINER = "default";

    @Override
    public String q() {
        return given(q);
    }

    @Override
    public String state() {
        return given(state);
    }

    @Override
    public String container() {
        return given(container);
    }

    @Override
    public String group() {
        return given(group);
    }

    /** Says whether everybody is looked for. */
    public boolean isAll() {
        return q().isBlank() && chosenState() == null && container().isEmpty() && group().isEmpty();
    }

    /** Returns the state that is asked for, or none. */
    public UserAccount.@Nullable State chosenState() {
        return Stream.of(UserAccount.State.ACTIVE, UserAccount.State.DISABLED, UserAccount.State.LOCKED)
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(state))
                .findFirst()
                .orElse(null);
    }

    /** What names no container or group finds nobody. */
    public UserFilter filter() {
        UserFilter.Within within = container().isEmpty()
                ? null
                : container().equals(DEFAULT_CONTAINER)
                        ? new UserFilter.Within(true, Set.of())
                        : new UserFilter.Within(
                                false,
                                ConsoleIds.uuid(container())
                                        .map(id -> Set.of(new ContainerId(id)))
                                        .orElse(Set.of()));
        GroupId wanted = group().isEmpty() ? null : ConsoleIds.group(group());
        return new UserFilter(q(), chosenState(), wanted, within);
    }

    /** Returns the address of the page of the list that comes after this user name; of the first one when it is empty. */
    public String link(OperatorVisit visit, String after) {
        return visit.link(
                "/users", "q", q(), "state", state(), "container", container(), "group", group(), "after", after);
    }

    private static String given(@Nullable String text) {
        return Optional.ofNullable(text).orElse("");
    }
}
