package org.countersign.server.protocol.rest;

import java.util.List;
import org.countersign.server.kernel.RoleId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Permission;
import org.countersign.server.users.Permissions;
import org.countersign.server.users.Role;
import org.countersign.server.users.RoleOutcome;
import org.countersign.server.users.Roles;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Roles over REST. */
@RestController
class RoleEndpoints {
    private final Roles roles;

    RoleEndpoints(Roles roles) {
        this.roles = roles;
    }

    /** A role to make, or to replace another with. */
    record NewRole(
            @Nullable String name,
            @Nullable String description,
            @Nullable List<String> permissions) {}

    /** A role as the API shows it. */
    record RoleView(String id, String name, String description, boolean fixed, List<String> permissions) {
        static RoleView of(Role role) {
            return new RoleView(
                    role.id().toString(),
                    role.name(),
                    role.description(),
                    role.isFixed(),
                    role.permissions().texts());
        }
    }

    @GetMapping("/api/v1/roles")
    @KeyNeeds(OperatorModule.OPERATORS)
    List<RoleView> list(ApiClient client) {
        return roles.of(owner(client)).stream().map(RoleView::of).toList();
    }

    @GetMapping("/api/v1/roles/{id}")
    @KeyNeeds(OperatorModule.OPERATORS)
    RoleView role(ApiClient client, @PathVariable String id) {
        return roles.find(owner(client), id(id)).map(RoleView::of).orElseThrow(() -> RestRefusal.notFound("role"));
    }

    @PostMapping("/api/v1/roles")
    @KeyNeeds(value = OperatorModule.OPERATORS, act = OperatorAct.ADD)
    ResponseEntity<RoleView> add(ApiClient client, @RequestBody NewRole wanted) {
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(done(roles.add(
                        owner(client),
                        Given.text("name", wanted.name()),
                        description(wanted),
                        permissions(wanted),
                        client.acting())));
    }

    @PutMapping("/api/v1/roles/{id}")
    @KeyNeeds(value = OperatorModule.OPERATORS, act = OperatorAct.CHANGE)
    RoleView change(ApiClient client, @PathVariable String id, @RequestBody NewRole wanted) {
        return done(roles.change(
                owner(client),
                id(id),
                Given.text("name", wanted.name()),
                description(wanted),
                permissions(wanted),
                client.acting()));
    }

    @DeleteMapping("/api/v1/roles/{id}")
    @KeyNeeds(value = OperatorModule.OPERATORS, act = OperatorAct.REMOVE)
    ResponseEntity<Void> remove(ApiClient client, @PathVariable String id) {
        done(roles.remove(owner(client), id(id), client.acting()));
        return ResponseEntity.noContent().build();
    }

    private static RoleView done(RoleOutcome outcome) {
        return switch (outcome) {
            case RoleOutcome.Done(Role role) -> RoleView.of(role);
            case RoleOutcome.Unknown unknown -> throw RestRefusal.notFound("role");
            case RoleOutcome.Fixed fixed ->
                throw RestRefusal.conflict("role_fixed", "The administrator's role stays as it is.");
            case RoleOutcome.InUse inUse ->
                throw RestRefusal.conflict(
                        "role_in_use", "Operators or keys have this role. Give them another one first.");
            case RoleOutcome.Beyond(List<Permission> missing) ->
                throw beyond(missing.stream().map(Permission::text).toList().toString());
            case RoleOutcome.Unacceptable(RoleOutcome.Fault fault) -> throw unacceptable(fault);
        };
    }

    static RestRefusal beyond(String what) {
        return new RestRefusal(
                HttpStatus.FORBIDDEN, "beyond_role", "The role of this key does not reach so far: " + what + ".");
    }

    private static RestRefusal unacceptable(RoleOutcome.Fault fault) {
        return switch (fault) {
            case NAME -> RestRefusal.malformed("'name' is text of 1 to 60 characters.");
            case NAME_TAKEN -> RestRefusal.conflict("role_name_taken", "There is a role with this name.");
            case DESCRIPTION -> RestRefusal.malformed("'description' is text of at most 300 characters.");
            case EMPTY -> RestRefusal.malformed("'permissions' names at least one permission.");
        };
    }

    private static String description(NewRole wanted) {
        return wanted.description() == null ? "" : wanted.description();
    }

    private static Permissions permissions(NewRole wanted) {
        List<String> texts = wanted.permissions() == null ? List.of() : wanted.permissions();
        for (String text : texts) {
            if (Permission.of(text).isEmpty()) {
                throw RestRefusal.malformed("'permissions' names something that is no permission.");
            }
        }
        return Permissions.parse(texts);
    }

    private static RoleId id(String text) {
        return new RoleId(Given.id("role", text));
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }
}
