package org.countersign.server.protocol.rest;

import java.time.Instant;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.StandardApps;
import org.countersign.server.enrollment.StandardOffer;
import org.countersign.server.kernel.UserId;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tokens for standard authenticator apps over REST. */
@RestController
class StandardAppEndpoint {
    private final StandardApps apps;

    StandardAppEndpoint(StandardApps apps) {
        this.apps = apps;
    }

    /** A mail that is on its way. */
    record MailedCode(String serial, Instant expiresAt) {}

    @PostMapping("/api/v1/users/{id}/standard-enrollments")
    @KeyNeeds(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ResponseEntity<MailedCode> offer(ApiClient client, @PathVariable String id) {
        UserId user = new UserId(Given.id("user", id));
        return switch (apps.offer(client.application().virtualServer(), user, new Actor.ApiClient(client.id()))) {
            case StandardOffer.Mailed(String serial, Instant until) ->
                ResponseEntity.status(HttpStatus.ACCEPTED).body(new MailedCode(serial, until));
            case StandardOffer.UnknownUser none -> throw RestRefusal.notFound("active user");
            case StandardOffer.Forbidden none ->
                throw RestRefusal.conflict(
                        "standard_apps_forbidden", "The rule enrollment.standardApps does not allow it.");
            case StandardOffer.NoMailAddress none ->
                throw RestRefusal.conflict("no_mail_address", "The user has no mail address.");
            case StandardOffer.NoInventory none ->
                throw RestRefusal.conflict("inventory_too_small", "The inventory has no free token.");
        };
    }
}
