package org.countersign.server.protocol.rest;

import java.time.Instant;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.authentication.PasscodeChecks;
import org.countersign.server.kernel.ChallengeId;
import org.countersign.server.tokens.Challenge;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /api/v1/challenges}: what shall this user's challenge-response token answer? */
@ForAgents
@RestController
class ChallengeEndpoint {
    private final PasscodeChecks checks;

    ChallengeEndpoint(PasscodeChecks checks) {
        this.checks = checks;
    }

    /**
     * Whom to ask.
     *
     * @param serial which of their tokens, or none: the one activated last
     */
    record Order(@Nullable String userName, @Nullable String serial) {}

    /** What to show. It looks the same for somebody who has no such token. */
    record Asked(String id, String challenge, Instant expiresAt) {}

    @PostMapping("/api/v1/challenges")
    ResponseEntity<Asked> ask(ApiClient client, @RequestBody Order order) {
        Given.scope(client, ApiScope.AUTHENTICATE);
        Challenge challenge = checks.ask(
                client.application(),
                new Actor.ApiClient(client.id()),
                requester(client),
                Given.text("userName", order.userName()),
                Given.optionalText("serial", order.serial()));
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(new Asked(challenge.id().toString(), challenge.question(), challenge.expiresAt()));
    }

    /** Returns who may answer what a client asked for. */
    static String requester(ApiClient client) {
        return "api:" + client.id();
    }

    /** Reads an id as the client sends it back. */
    static ChallengeId id(String text) {
        try {
            return new ChallengeId(UUID.fromString(text));
        } catch (IllegalArgumentException notAnId) {
            throw RestRefusal.malformed("'challengeId' is an id that POST /api/v1/challenges gave.");
        }
    }
}
