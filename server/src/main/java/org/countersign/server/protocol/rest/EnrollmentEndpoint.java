package org.countersign.server.protocol.rest;

import java.time.Instant;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.Enrollment;
import org.countersign.server.enrollment.OfferOutcome;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.UserId;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /api/v1/users/{id}/enrollments}: an activation string for a page that has authenticated the user. */
@RestController
class EnrollmentEndpoint {
    private final Enrollment enrollment;
    private final CountersignSettings settings;

    EnrollmentEndpoint(Enrollment enrollment, CountersignSettings settings) {
        this.enrollment = enrollment;
        this.settings = settings;
    }

    /** The activation string; it is not kept and not shown again. */
    record Offer(String activation, Instant expiresAt) {
        @Override
        public String toString() {
            return "Offer[" + expiresAt + "]";
        }
    }

    @PostMapping("/api/v1/users/{id}/enrollments")
    @KeyNeeds(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ResponseEntity<Offer> start(ApiClient client, @PathVariable String id) {
        UserId user = new UserId(Given.id("user", id));
        return switch (enrollment.offerOnPage(
                client.application().virtualServer(), user, new Actor.ApiClient(client.id()))) {
            case OfferOutcome.Offered offered ->
                ResponseEntity.status(HttpStatus.CREATED)
                        .body(new Offer(offered.activation().exposedLink(settings.appOrigin()), offered.expiresAt()));
            case OfferOutcome.UnknownUser unknown -> throw RestRefusal.notFound("user");
            case OfferOutcome.NoInventory none ->
                throw RestRefusal.conflict("inventory_too_small", "The inventory has no free token.");
        };
    }
}
