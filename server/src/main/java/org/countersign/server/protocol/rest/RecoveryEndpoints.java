package org.countersign.server.protocol.rest;

import java.time.Instant;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.recovery.Recovery;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Users;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What lets users in without a token: whether they have any, never the codes themselves; and withdrawing it. */
@RestController
class RecoveryEndpoints {
    private final Users users;
    private final Recovery recovery;

    RecoveryEndpoints(Users users, Recovery recovery) {
        this.users = users;
        this.recovery = recovery;
    }

    /** Recovery codes that are left, and until when a temporary passcode is good. */
    record Held(int codes, @Nullable Instant temporaryUntil) {}

    @GetMapping("/api/v1/users/{id}/recovery")
    @KeyNeeds(OperatorModule.USERS)
    Held held(ApiClient client, @PathVariable String id) {
        Given.scope(client, ApiScope.MANAGE);
        Recovery.Held held = recovery.held(owner(client), known(client, id));
        return new Held(held.codes(), held.temporaryUntil());
    }

    @DeleteMapping("/api/v1/users/{id}/recovery")
    @KeyNeeds(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ResponseEntity<Void> withdraw(ApiClient client, @PathVariable String id) {
        Given.scope(client, ApiScope.MANAGE);
        recovery.withdraw(owner(client), known(client, id), new Actor.ApiClient(client.id()));
        return ResponseEntity.noContent().build();
    }

    private UserId known(ApiClient client, String id) {
        return users.find(owner(client), new UserId(Given.id("user", id)))
                .orElseThrow(() -> RestRefusal.notFound("user"))
                .id();
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }
}
