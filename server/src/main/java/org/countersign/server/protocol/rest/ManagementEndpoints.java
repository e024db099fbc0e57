package org.countersign.server.protocol.rest;

import java.util.List;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Users, tokens and provisioning over REST, through the same front doors as the console. */
@RestController
class ManagementEndpoints {
    private static final int PAGE = 100;

    private final Users users;
    private final Tokens tokens;

    ManagementEndpoints(Users users, Tokens tokens) {
        this.users = users;
        this.tokens = tokens;
    }

    /** A user to create. */
    record NewUser(
            @Nullable String userName,
            @Nullable String displayName,
            @Nullable String mail,
            @Nullable String password) {
        @Override
        public String toString() {
            return "NewUser[" + userName + "]";
        }
    }

    /** A user as the API shows them. */
    record UserView(
            String id,
            String userName,
            String displayName,
            @Nullable String mail,
            String state) {
        static UserView of(UserAccount user) {
            return new UserView(
                    user.id().toString(),
                    user.userName(),
                    user.displayName(),
                    user.mail(),
                    user.state().name());
        }
    }

    /** A token as the API shows it. */
    record TokenView(
            String id,
            String serial,
            String state,
            String mode,
            @Nullable String userId,
            @Nullable String name,
            String policy) {
        static TokenView of(Token token) {
            return new TokenView(
                    token.id().toString(),
                    token.serial(),
                    token.state().name(),
                    token.mode().name(),
                    token.owner().map(UserId::toString).orElse(null),
                    token.name(),
                    token.policyString());
        }
    }

    /** How many tokens to put into the inventory. */
    record Allocation(int count) {}

    @PostMapping("/api/v1/users")
    @KeyNeeds(value = OperatorModule.USERS, act = OperatorAct.ADD)
    ResponseEntity<UserView> createUser(ApiClient client, @RequestBody NewUser user) {
        String userName = Given.text("userName", user.userName());
        String displayName = Given.optionalText("displayName", user.displayName());
        try {
            return users.create(
                            owner(client),
                            userName,
                            displayName == null ? userName : displayName,
                            user.mail(),
                            user.password(),
                            actor(client))
                    .map(created -> ResponseEntity.status(HttpStatus.CREATED).body(UserView.of(created)))
                    .orElseThrow(() -> RestRefusal.conflict("user_name_taken", "This user name is taken."));
        } catch (IllegalArgumentException wrong) {
            throw RestRefusal.malformed(String.valueOf(wrong.getMessage()));
        }
    }

    @GetMapping("/api/v1/users")
    @KeyNeeds(OperatorModule.USERS)
    List<UserView> findUsers(ApiClient client, @RequestParam(defaultValue = "") String search) {
        return users.search(owner(client), search, PAGE).stream()
                .map(UserView::of)
                .toList();
    }

    @GetMapping("/api/v1/users/{id}")
    @KeyNeeds(OperatorModule.USERS)
    UserView user(ApiClient client, @PathVariable String id) {
        return UserView.of(known(client, id));
    }

    @GetMapping("/api/v1/users/{id}/tokens")
    @KeyNeeds(OperatorModule.TOKENS)
    List<TokenView> tokensOf(ApiClient client, @PathVariable String id) {
        return tokens.of(owner(client), known(client, id).id()).stream()
                .map(TokenView::of)
                .toList();
    }

    @PostMapping("/api/v1/tokens/allocate")
    @KeyNeeds(value = OperatorModule.TOKENS, act = OperatorAct.ADD)
    ResponseEntity<Void> allocate(ApiClient client, @RequestBody Allocation allocation) {
        try {
            tokens.allocate(owner(client), allocation.count(), actor(client));
        } catch (IllegalArgumentException wrong) {
            throw RestRefusal.malformed(String.valueOf(wrong.getMessage()));
        }
        return ResponseEntity.noContent().build();
    }

    private UserAccount known(ApiClient client, String id) {
        UUID uuid = Given.id("user", id);
        return users.find(owner(client), new UserId(uuid)).orElseThrow(() -> RestRefusal.notFound("user"));
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }

    private static Actor actor(ApiClient client) {
        return new Actor.ApiClient(client.id());
    }
}
