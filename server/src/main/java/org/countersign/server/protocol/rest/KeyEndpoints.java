package org.countersign.server.protocol.rest;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.countersign.server.kernel.ApiClientId;
import org.countersign.server.kernel.ApplicationId;
import org.countersign.server.kernel.Moments;
import org.countersign.server.kernel.RoleId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Keys of programs over REST. */
@RestController
class KeyEndpoints {
    private final ApiClients clients;
    private final VirtualServers virtualServers;

    KeyEndpoints(ApiClients clients, VirtualServers virtualServers) {
        this.clients = clients;
        this.virtualServers = virtualServers;
    }

    /** A key to make. */
    record NewKey(
            @Nullable String name,
            @Nullable String applicationId,
            @Nullable List<String> scopes,
            @Nullable String roleId,
            @Nullable String expiresAt) {}

    /** A key as the API shows it, without the key. */
    record KeyView(
            String id,
            String name,
            String applicationId,
            List<String> scopes,
            @Nullable String roleId,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {
        static KeyView of(ApiKey key) {
            ApiClient client = key.client();
            return new KeyView(
                    client.id().toString(),
                    client.name(),
                    client.application().id().toString(),
                    client.scopes().stream().map(ApiScope::name).sorted().toList(),
                    Optional.ofNullable(client.role())
                            .map(role -> role.id().toString())
                            .orElse(null),
                    key.createdAt(),
                    key.expiresAt(),
                    key.lastUsedAt());
        }
    }

    /** A key just made: the one time that it is shown. */
    record MadeKey(String id, String key) {
        @Override
        public String toString() {
            return "MadeKey[" + id + "]";
        }
    }

    @GetMapping("/api/v1/keys")
    @KeyNeeds(OperatorModule.OPERATORS)
    List<KeyView> list(ApiClient client) {
        return clients.of(owner(client)).stream().map(KeyView::of).toList();
    }

    @PostMapping("/api/v1/keys")
    @KeyNeeds(value = OperatorModule.OPERATORS, act = OperatorAct.ADD)
    ResponseEntity<MadeKey> make(ApiClient client, @RequestBody NewKey wanted) {
        Application application = virtualServers
                .application(
                        owner(client),
                        new ApplicationId(Given.id("application", Given.text("applicationId", wanted.applicationId()))))
                .orElseThrow(() -> RestRefusal.notFound("application"));
        NewApiKey key = new NewApiKey(
                application,
                Given.text("name", wanted.name()),
                scopes(wanted),
                wanted.roleId() == null ? null : new RoleId(Given.id("role", wanted.roleId())),
                moment(wanted.expiresAt()));
        return switch (clients.create(key, client.acting())) {
            case ApiKeyOutcome.Made made ->
                ResponseEntity.status(HttpStatus.CREATED)
                        .body(new MadeKey(made.client().id().toString(), made.exposedKey()));
            case ApiKeyOutcome.Beyond beyond -> throw RoleEndpoints.beyond("a role that allows more");
            case ApiKeyOutcome.Unacceptable(ApiKeyOutcome.Fault fault) -> throw unacceptable(fault);
        };
    }

    @DeleteMapping("/api/v1/keys/{id}")
    @KeyNeeds(value = OperatorModule.OPERATORS, act = OperatorAct.REMOVE)
    ResponseEntity<Void> withdraw(ApiClient client, @PathVariable String id) {
        ApiClientId known = new ApiClientId(Given.id("key", id));
        return switch (clients.revoke(owner(client), known, client.acting())) {
            case DONE -> ResponseEntity.noContent().build();
            case UNKNOWN -> throw RestRefusal.notFound("key");
            case BEYOND -> throw RoleEndpoints.beyond("a key that allows more");
        };
    }

    private static Set<ApiScope> scopes(NewKey wanted) {
        Set<ApiScope> scopes = EnumSet.noneOf(ApiScope.class);
        for (String text : wanted.scopes() == null ? List.<String>of() : wanted.scopes()) {
            scopes.add(Arrays.stream(ApiScope.values())
                    .filter(scope -> scope.name().equals(text))
                    .findFirst()
                    .orElseThrow(() -> RestRefusal.malformed("'scopes' is a list of AUTHENTICATE and MANAGE.")));
        }
        return scopes;
    }

    private static @Nullable Instant moment(@Nullable String text) {
        return text == null
                ? null
                : Moments.moment(text)
                        .orElseThrow(
                                () -> RestRefusal.malformed("'expiresAt' is a moment such as 2027-01-31T12:00:00Z."));
    }

    private static RestRefusal unacceptable(ApiKeyOutcome.Fault fault) {
        return switch (fault) {
            case NAME -> RestRefusal.malformed("'name' is text of 1 to 60 characters.");
            case SCOPES -> RestRefusal.malformed("'scopes' is a list of AUTHENTICATE and MANAGE.");
            case ROLE -> RestRefusal.malformed("'roleId' names a role; a key with the scope MANAGE has one.");
            case EXPIRY -> RestRefusal.malformed("'expiresAt' lies in the future.");
        };
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }
}
