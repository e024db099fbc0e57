package org.countersign.server.protocol.rest;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.Container;
import org.countersign.server.users.Containers;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.OperatorScope;
import org.countersign.server.users.Operators;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Which people an operator sees, over REST. */
@RestController
class OperatorScopeEndpoints {
    /** Stands for the default container, as in the addresses of containers. */
    private static final String DEFAULT = "default";

    private final Operators operators;
    private final Containers containers;

    OperatorScopeEndpoints(Operators operators, Containers containers) {
        this.operators = operators;
        this.containers = containers;
    }

    /** Which people an operator shall see. */
    record GivenScope(@Nullable Boolean limited, @Nullable List<@Nullable String> containers) {}

    /** Which people an operator sees: everybody, or those of some containers. */
    record ScopeView(boolean limited, List<String> containers) {
        static ScopeView of(OperatorScope scope) {
            return new ScopeView(
                    scope.limited(),
                    scope.containers().stream()
                            .map(id -> id.equals(OperatorScope.DEFAULT_CONTAINER) ? DEFAULT : id.toString())
                            .sorted()
                            .toList());
        }
    }

    @PutMapping("/api/v1/operators/{id}/scope")
    @KeyNeeds(value = OperatorModule.OPERATORS, act = OperatorAct.CHANGE)
    OperatorEndpoints.OperatorView change(ApiClient client, @PathVariable String id, @RequestBody GivenScope given) {
        Operator operator = operators
                .find(owner(client), new OperatorId(Given.id("operator", id)))
                .orElseThrow(() -> RestRefusal.notFound("operator"));
        OperatorScope scope = scope(client, given);
        if (scope.limited() && operator.role().isFixed()) {
            throw RestRefusal.conflict(
                    "administrator_unlimited", "Administrators see everybody. Give them another role first.");
        }
        return OperatorEndpoints.done(operators.changeScope(owner(client), operator.id(), scope, client.acting()));
    }

    private OperatorScope scope(ApiClient client, GivenScope given) {
        if (given.limited() == null) {
            throw RestRefusal.malformed("'limited' is true or false.");
        }
        Set<UUID> chosen = new HashSet<>();
        List<Container> known = containers.of(owner(client));
        for (@Nullable String name : given.containers() == null ? List.<@Nullable String>of() : given.containers()) {
            chosen.add(container(known, name));
        }
        if (given.limited() == chosen.isEmpty()) {
            throw RestRefusal.unacceptable(
                    "scope_invalid", "Whoever is limited sees at least one container; whoever is not has none.");
        }
        return given.limited() ? new OperatorScope(true, chosen) : OperatorScope.EVERYBODY;
    }

    private static UUID container(List<Container> known, @Nullable String name) {
        if (DEFAULT.equals(name)) {
            return OperatorScope.DEFAULT_CONTAINER;
        }
        return known.stream()
                .map(container -> container.id().value())
                .filter(id -> id.toString().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> RestRefusal.unacceptable(
                        "container_unknown", "'containers' are ids of containers, or " + DEFAULT + "."));
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }
}
