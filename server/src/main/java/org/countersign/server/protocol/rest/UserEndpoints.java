package org.countersign.server.protocol.rest;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.Departures;
import org.countersign.server.kernel.ContainerId;
import org.countersign.server.kernel.GroupId;
import org.countersign.server.kernel.Moments;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.Group;
import org.countersign.server.users.Groups;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.PasswordLinks;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.UserFilter;
import org.countersign.server.users.UserStates;
import org.countersign.server.users.Users;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What can be done with a user over REST, through the same front doors as the console. */
@RestController
class UserEndpoints {
    private static final int PAGE = 100;

    private final Users users;
    private final UserStates states;
    private final PasswordLinks passwords;
    private final Departures departures;
    private final Groups groups;

    UserEndpoints(Users users, UserStates states, PasswordLinks passwords, Departures departures, Groups groups) {
        this.users = users;
        this.states = states;
        this.passwords = passwords;
        this.departures = departures;
        this.groups = groups;
    }

    /** A user with all that stands about them. */
    record WholeUser(
            String id,
            String userName,
            String displayName,
            @Nullable String mail,
            String state,
            @Nullable String containerId,
            String origin,
            @Nullable Instant lockedUntil,
            @Nullable String reason) {
        static WholeUser of(UserAccount user) {
            ContainerId container = user.placement().container();
            return new WholeUser(
                    user.id().toString(),
                    user.userName(),
                    user.displayName(),
                    user.mail(),
                    user.state().name(),
                    container == null ? null : container.toString(),
                    user.placement().origin().name(),
                    user.placement().lockedUntil(),
                    user.placement().reason());
        }
    }

    /** One page of users. */
    record UserList(List<WholeUser> users, @Nullable String next) {}

    /** A group as the API shows it. */
    record GroupView(String id, String name, String origin) {
        static GroupView of(Group group) {
            return new GroupView(
                    group.id().toString(), group.name(), group.origin().name());
        }
    }

    /** What a user is to be called from now on. */
    record UserChange(
            @Nullable String userName,
            @Nullable String displayName,
            @Nullable String mail) {}

    /** A password to set. */
    record NewPassword(@Nullable String password) {
        @Override
        public String toString() {
            return "NewPassword[]";
        }
    }

    /** A lock to put on a user. */
    record Lock(@Nullable Instant until, @Nullable String reason) {}

    @GetMapping("/api/v1/users/list")
    @KeyNeeds(OperatorModule.USERS)
    UserList list(
            ApiClient client,
            @RequestParam(defaultValue = "") String search,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String group,
            @RequestParam(defaultValue = "") String container,
            @RequestParam(defaultValue = "") String after) {
        Given.scope(client, ApiScope.MANAGE);
        UserFilter filter = new UserFilter(
                search,
                state.isEmpty() ? null : state(state),
                group.isEmpty() ? null : new GroupId(Given.id("group", group)),
                within(container));
        List<UserAccount> found = users.page(owner(client), filter, after.isEmpty() ? null : after, PAGE + 1);
        boolean more = found.size() > PAGE;
        List<UserAccount> shown = more ? found.subList(0, PAGE) : found;
        return new UserList(
                shown.stream().map(WholeUser::of).toList(),
                more ? shown.getLast().userName() : null);
    }

    @PutMapping("/api/v1/users/{id}")
    @KeyNeeds(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    WholeUser change(ApiClient client, @PathVariable String id, @RequestBody UserChange change) {
        Given.scope(client, ApiScope.MANAGE);
        UserId user = known(client, id).id();
        String userName = Given.text("userName", change.userName());
        String displayName = Given.optionalText("displayName", change.displayName());
        try {
            return switch (users.change(
                    owner(client),
                    user,
                    userName,
                    displayName == null ? userName : displayName,
                    change.mail() == null ? "" : change.mail(),
                    actor(client))) {
                case RENAMED -> WholeUser.of(known(client, id));
                case TAKEN -> throw RestRefusal.conflict("user_name_taken", "This user name is taken.");
                case UNKNOWN -> throw RestRefusal.notFound("user");
            };
        } catch (IllegalArgumentException wrong) {
            throw RestRefusal.malformed(String.valueOf(wrong.getMessage()));
        }
    }

    @DeleteMapping("/api/v1/users/{id}")
    @KeyNeeds(value = OperatorModule.USERS, act = OperatorAct.REMOVE)
    ResponseEntity<Void> delete(ApiClient client, @PathVariable String id) {
        Given.scope(client, ApiScope.MANAGE);
        return done(departures.delete(owner(client), known(client, id).id(), actor(client)), "user");
    }

    @GetMapping("/api/v1/users/{id}/groups")
    @KeyNeeds(OperatorModule.USERS)
    List<GroupView> groupsOf(ApiClient client, @PathVariable String id) {
        Given.scope(client, ApiScope.MANAGE);
        return groups.of(owner(client), known(client, id).id()).stream()
                .map(GroupView::of)
                .toList();
    }

    @PostMapping("/api/v1/users/{id}/disable")
    @KeyNeeds(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ResponseEntity<Void> disable(ApiClient client, @PathVariable String id) {
        Given.scope(client, ApiScope.MANAGE);
        return done(states.disable(owner(client), known(client, id).id(), actor(client)), "user who is not disabled");
    }

    @PostMapping("/api/v1/users/{id}/enable")
    @KeyNeeds(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ResponseEntity<Void> enable(ApiClient client, @PathVariable String id) {
        Given.scope(client, ApiScope.MANAGE);
        return done(states.enable(owner(client), known(client, id).id(), actor(client)), "disabled user");
    }

    @PostMapping("/api/v1/users/{id}/lock")
    @KeyNeeds(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ResponseEntity<Void> lock(ApiClient client, @PathVariable String id, @RequestBody Lock lock) {
        Given.scope(client, ApiScope.MANAGE);
        String reason = Given.text("reason", lock.reason());
        if (lock.until() != null && !Moments.isHeld(lock.until())) {
            throw RestRefusal.malformed("'until' is a moment such as 2026-11-22T10:30:00Z.");
        }
        return done(
                states.lock(owner(client), known(client, id).id(), lock.until(), reason, actor(client)), "active user");
    }

    @PostMapping("/api/v1/users/{id}/unlock")
    @KeyNeeds(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ResponseEntity<Void> unlock(ApiClient client, @PathVariable String id) {
        Given.scope(client, ApiScope.MANAGE);
        return done(states.unlock(owner(client), known(client, id).id(), actor(client)), "locked user");
    }

    @PostMapping("/api/v1/users/{id}/password")
    @KeyNeeds(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ResponseEntity<Void> setPassword(ApiClient client, @PathVariable String id, @RequestBody NewPassword given) {
        Given.scope(client, ApiScope.MANAGE);
        UserId user = known(client, id).id();
        try {
            return done(
                    passwords.set(owner(client), user, Given.text("password", given.password()), actor(client)),
                    "user");
        } catch (IllegalArgumentException wrong) {
            throw RestRefusal.malformed(String.valueOf(wrong.getMessage()));
        }
    }

    @PostMapping("/api/v1/users/{id}/password-link")
    @KeyNeeds(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ResponseEntity<Void> sendPasswordLink(ApiClient client, @PathVariable String id) {
        Given.scope(client, ApiScope.MANAGE);
        return switch (passwords.send(owner(client), known(client, id).id(), actor(client))) {
            case SENT -> ResponseEntity.noContent().build();
            case NO_MAIL -> throw RestRefusal.conflict("no_mail_address", "This user has no mail address.");
            case NOT_ACTIVE -> throw RestRefusal.conflict("user_not_active", "This user may not sign in now.");
            case UNKNOWN -> throw RestRefusal.notFound("user");
        };
    }

    private UserAccount known(ApiClient client, String id) {
        return users.find(owner(client), new UserId(Given.id("user", id)))
                .orElseThrow(() -> RestRefusal.notFound("user"));
    }

    static UserAccount.State state(String text) {
        return Stream.of(UserAccount.State.ACTIVE, UserAccount.State.DISABLED, UserAccount.State.LOCKED)
                .filter(state -> state.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> RestRefusal.malformed("'state' is ACTIVE, DISABLED or LOCKED."));
    }

    static UserFilter.@Nullable Within within(String container) {
        if (container.isEmpty()) {
            return null;
        }
        return container.equals("default")
                ? new UserFilter.Within(true, Set.of())
                : new UserFilter.Within(false, Set.of(new ContainerId(Given.id("container", container))));
    }

    private static ResponseEntity<Void> done(boolean done, String what) {
        if (!done) {
            throw RestRefusal.notFound(what);
        }
        return ResponseEntity.noContent().build();
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }

    private static Actor actor(ApiClient client) {
        return new Actor.ApiClient(client.id());
    }
}
