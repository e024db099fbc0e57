package org.countersign.server.protocol.rest;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.Openings;
import org.countersign.server.kernel.Reach;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.Allocation;
import org.countersign.server.virtualservers.Allocations;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Virtual servers over REST, for keys of the provider's own; for all others they do not exist. */
@RestController
class VirtualServerEndpoints {
    private final VirtualServers virtualServers;
    private final Allocations allocations;
    private final Openings openings;
    private final TokenRegister register;
    private final Users users;

    VirtualServerEndpoints(
            VirtualServers virtualServers,
            Allocations allocations,
            Openings openings,
            TokenRegister register,
            Users users) {
        this.virtualServers = virtualServers;
        this.allocations = allocations;
        this.openings = openings;
        this.register = register;
        this.users = users;
    }

    /** A virtual server with what it may have and has. */
    record VirtualServerView(
            String id,
            String slug,
            String name,
            boolean suspended,
            @Nullable Allocation allocation,
            int users,
            Map<TokenState, Integer> tokens) {}

    /** A virtual server to make, and its first operator. */
    record NewVirtualServer(
            @Nullable String slug,
            @Nullable String name,
            @Nullable String operator,
            @Nullable String mail) {}

    /** A virtual server that was made; a password only when no mail brings a link to choose one. */
    record MadeVirtualServer(String id, @Nullable String operatorPassword) {
        @Override
        public String toString() {
            return "MadeVirtualServer[" + id + "]";
        }
    }

    @GetMapping("/api/v1/virtual-servers")
    @KeyNeeds(OperatorModule.VIRTUAL_SERVERS)
    List<VirtualServerView> list(ApiClient client) {
        return across(
                client,
                () -> virtualServers.all().stream()
                        .filter(one -> !one.provider())
                        .map(this::view)
                        .toList());
    }

    @PostMapping("/api/v1/virtual-servers")
    @KeyNeeds(value = OperatorModule.VIRTUAL_SERVERS, act = OperatorAct.ADD)
    ResponseEntity<MadeVirtualServer> open(ApiClient client, @RequestBody NewVirtualServer wanted) {
        return across(client, () -> {
            Openings.Order order = new Openings.Order(
                    Given.text("slug", wanted.slug()),
                    Given.text("name", wanted.name()),
                    Given.text("operator", wanted.operator()),
                    Given.text("mail", wanted.mail()));
            MadeVirtualServer made = switch (openings.open(order, actor(client))) {
                case Openings.Outcome.Opened(VirtualServer one) ->
                    new MadeVirtualServer(one.id().toString(), null);
                case Openings.Outcome.OpenedWithPassword opened ->
                    new MadeVirtualServer(opened.virtualServer().id().toString(), opened.exposedPassword());
                case Openings.Outcome.Unacceptable(Openings.Entry entry) -> throw refusal(entry);
            };
            return ResponseEntity.status(HttpStatus.CREATED).body(made);
        });
    }

    @GetMapping("/api/v1/virtual-servers/{id}")
    @KeyNeeds(OperatorModule.VIRTUAL_SERVERS)
    VirtualServerView show(ApiClient client, @PathVariable String id) {
        return across(client, () -> view(find(id)));
    }

    @PutMapping("/api/v1/virtual-servers/{id}/allocation")
    @KeyNeeds(value = OperatorModule.VIRTUAL_SERVERS, act = OperatorAct.CHANGE)
    ResponseEntity<Void> allocate(ApiClient client, @PathVariable String id, @RequestBody Allocation allocation) {
        return across(client, () -> {
            try {
                allocations.change(find(id).id(), allocation, actor(client));
            } catch (IllegalArgumentException wrong) {
                throw RestRefusal.malformed(String.valueOf(wrong.getMessage()));
            }
            return ResponseEntity.noContent().build();
        });
    }

    @PostMapping("/api/v1/virtual-servers/{id}/suspend")
    @KeyNeeds(value = OperatorModule.VIRTUAL_SERVERS, act = OperatorAct.CHANGE)
    ResponseEntity<Void> suspend(ApiClient client, @PathVariable String id) {
        return across(client, () -> done(virtualServers.suspend(find(id).id(), actor(client))));
    }

    @PostMapping("/api/v1/virtual-servers/{id}/resume")
    @KeyNeeds(value = OperatorModule.VIRTUAL_SERVERS, act = OperatorAct.CHANGE)
    ResponseEntity<Void> resume(ApiClient client, @PathVariable String id) {
        return across(client, () -> done(virtualServers.resume(find(id).id(), actor(client))));
    }

    /** Works across all virtual servers, for the provider's keys alone. */
    private <T> T across(ApiClient client, Supplier<T> work) {
        Given.scope(client, ApiScope.MANAGE);
        if (!virtualServers.get(client.application().virtualServer()).provider()) {
            throw RestRefusal.notFound("virtual server");
        }
        return Reach.everywhere(work);
    }

    private VirtualServer find(String id) {
        return virtualServers
                .find(new VirtualServerId(Given.id("virtual server", id)))
                .filter(one -> !one.provider())
                .orElseThrow(() -> RestRefusal.notFound("virtual server"));
    }

    private VirtualServerView view(VirtualServer one) {
        return new VirtualServerView(
                one.id().toString(),
                one.slug(),
                one.name(),
                one.suspended(),
                allocations.of(one.id()).orElse(null),
                users.count(one.id()),
                register.countByState(one.id()));
    }

    private static ResponseEntity<Void> done(boolean done) {
        if (!done) {
            throw RestRefusal.notFound("virtual server in that state");
        }
        return ResponseEntity.noContent().build();
    }

    private static RestRefusal refusal(Openings.Entry entry) {
        return switch (entry) {
            case SLUG_TAKEN -> RestRefusal.conflict("name_taken", "This name is taken.");
            case SLUG, NAME, OPERATOR, MAIL ->
                RestRefusal.malformed(
                        "This cannot be accepted: " + entry + ". See docs/operations/virtual-servers.md.");
        };
    }

    private static Actor actor(ApiClient client) {
        return new Actor.ApiClient(client.id());
    }
}
