package org.countersign.server.protocol.rest;

import java.util.List;
import java.util.OptionalInt;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.ContainerId;
import org.countersign.server.kernel.GroupId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.protocol.rest.UserEndpoints.GroupView;
import org.countersign.server.users.Container;
import org.countersign.server.users.Containers;
import org.countersign.server.users.Groups;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Renaming;
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

/** Groups and containers over REST; who is in one is asked of the list of users. */
@RestController
class PlacementEndpoints {
    private static final int MOST = 10_000;

    private final Groups groups;
    private final Containers containers;
    private final KeyGuard guard;

    PlacementEndpoints(Groups groups, Containers containers, KeyGuard guard) {
        this.groups = groups;
        this.containers = containers;
        this.guard = guard;
    }

    /** The name of a group or container. */
    record Named(@Nullable String name) {}

    /** People to put somewhere or take from there. */
    record People(@Nullable List<String> userIds) {}

    /** How many people something changed. */
    record Changed(int changed) {}

    /** A container as the API shows it. */
    record ContainerView(String id, String name) {
        static ContainerView of(Container container) {
            return new ContainerView(container.id().toString(), container.name());
        }
    }

    @GetMapping("/api/v1/groups")
    @KeyNeeds(OperatorModule.GROUPS)
    List<GroupView> groups(ApiClient client) {
        Given.scope(client, ApiScope.MANAGE);
        return groups.of(owner(client)).stream().map(GroupView::of).toList();
    }

    @PostMapping("/api/v1/groups")
    @KeyNeeds(value = OperatorModule.GROUPS, act = OperatorAct.ADD)
    ResponseEntity<GroupView> createGroup(ApiClient client, @RequestBody Named named) {
        Given.scope(client, ApiScope.MANAGE);
        try {
            return groups.create(owner(client), Given.text("name", named.name()), actor(client))
                    .map(group -> ResponseEntity.status(HttpStatus.CREATED).body(GroupView.of(group)))
                    .orElseThrow(PlacementEndpoints::taken);
        } catch (IllegalArgumentException wrong) {
            throw RestRefusal.malformed(String.valueOf(wrong.getMessage()));
        }
    }

    @PutMapping("/api/v1/groups/{id}")
    @KeyNeeds(value = OperatorModule.GROUPS, act = OperatorAct.CHANGE)
    ResponseEntity<Void> renameGroup(ApiClient client, @PathVariable String id, @RequestBody Named named) {
        Given.scope(client, ApiScope.MANAGE);
        try {
            return renamed(
                    groups.rename(owner(client), group(id), Given.text("name", named.name()), actor(client)), "group");
        } catch (IllegalArgumentException wrong) {
            throw RestRefusal.malformed(String.valueOf(wrong.getMessage()));
        }
    }

    @DeleteMapping("/api/v1/groups/{id}")
    @KeyNeeds(value = OperatorModule.GROUPS, act = OperatorAct.REMOVE)
    Changed removeGroup(ApiClient client, @PathVariable String id) {
        Given.scope(client, ApiScope.MANAGE);
        return changed(groups.remove(owner(client), group(id), actor(client)), "group");
    }

    @PostMapping("/api/v1/groups/{id}/members")
    @KeyNeeds(value = OperatorModule.GROUPS, act = OperatorAct.CHANGE)
    Changed join(ApiClient client, @PathVariable String id, @RequestBody People people) {
        Given.scope(client, ApiScope.MANAGE);
        return changed(groups.add(owner(client), group(id), ids(client, people), actor(client)), "group");
    }

    @PostMapping("/api/v1/groups/{id}/members/remove")
    @KeyNeeds(value = OperatorModule.GROUPS, act = OperatorAct.CHANGE)
    Changed leave(ApiClient client, @PathVariable String id, @RequestBody People people) {
        Given.scope(client, ApiScope.MANAGE);
        return changed(groups.takeOut(owner(client), group(id), ids(client, people), actor(client)), "group");
    }

    @GetMapping("/api/v1/containers")
    @KeyNeeds(OperatorModule.GROUPS)
    List<ContainerView> containers(ApiClient client) {
        Given.scope(client, ApiScope.MANAGE);
        return containers.of(owner(client)).stream().map(ContainerView::of).toList();
    }

    @PostMapping("/api/v1/containers")
    @KeyNeeds(value = OperatorModule.GROUPS, act = OperatorAct.ADD)
    ResponseEntity<ContainerView> createContainer(ApiClient client, @RequestBody Named named) {
        Given.scope(client, ApiScope.MANAGE);
        try {
            return containers
                    .create(owner(client), Given.text("name", named.name()), actor(client))
                    .map(container -> ResponseEntity.status(HttpStatus.CREATED).body(ContainerView.of(container)))
                    .orElseThrow(PlacementEndpoints::taken);
        } catch (IllegalArgumentException wrong) {
            throw RestRefusal.malformed(String.valueOf(wrong.getMessage()));
        }
    }

    @PutMapping("/api/v1/containers/{id}")
    @KeyNeeds(value = OperatorModule.GROUPS, act = OperatorAct.CHANGE)
    ResponseEntity<Void> renameContainer(ApiClient client, @PathVariable String id, @RequestBody Named named) {
        Given.scope(client, ApiScope.MANAGE);
        try {
            return renamed(
                    containers.rename(owner(client), container(id), Given.text("name", named.name()), actor(client)),
                    "container");
        } catch (IllegalArgumentException wrong) {
            throw RestRefusal.malformed(String.valueOf(wrong.getMessage()));
        }
    }

    @DeleteMapping("/api/v1/containers/{id}")
    @KeyNeeds(value = OperatorModule.GROUPS, act = OperatorAct.REMOVE)
    Changed removeContainer(ApiClient client, @PathVariable String id) {
        Given.scope(client, ApiScope.MANAGE);
        return changed(containers.remove(owner(client), container(id), actor(client)), "container");
    }

    /** Moves people into a container; {@code default} names the one that everybody stands in at first. */
    @PostMapping("/api/v1/containers/{id}/members")
    @KeyNeeds(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    Changed move(ApiClient client, @PathVariable String id, @RequestBody People people) {
        Given.scope(client, ApiScope.MANAGE);
        ContainerId target = id.equals("default") ? null : container(id);
        return changed(containers.move(owner(client), ids(client, people), target, actor(client)), "container");
    }

    /** Where people stand decides who sees them, and groups decide what rules hold for them: nobody places somebody above. */
    private List<UserId> ids(ApiClient client, People people) {
        if (people.userIds() == null
                || people.userIds().isEmpty()
                || people.userIds().size() > MOST) {
            throw RestRefusal.malformed("'userIds' is a list of 1 to " + MOST + " user ids.");
        }
        List<UserId> ids = people.userIds().stream()
                .map(id -> new UserId(Given.id("user", id)))
                .toList();
        guard.requireNotAbove(client, ids);
        return ids;
    }

    private static GroupId group(String id) {
        return new GroupId(Given.id("group", id));
    }

    private static ContainerId container(String id) {
        return new ContainerId(Given.id("container", id));
    }

    private static Changed changed(OptionalInt count, String what) {
        return new Changed(count.orElseThrow(() -> RestRefusal.notFound(what)));
    }

    private static ResponseEntity<Void> renamed(Renaming renaming, String what) {
        return switch (renaming) {
            case RENAMED -> ResponseEntity.noContent().build();
            case TAKEN -> throw taken();
            case UNKNOWN -> throw RestRefusal.notFound(what);
        };
    }

    private static RestRefusal taken() {
        return RestRefusal.conflict("name_taken", "This name is taken.");
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }

    private static Actor actor(ApiClient client) {
        return new Actor.ApiClient(client.id());
    }
}
