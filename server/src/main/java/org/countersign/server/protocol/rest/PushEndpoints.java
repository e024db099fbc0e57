package org.countersign.server.protocol.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.countersign.server.audit.Actor;
import org.countersign.server.authentication.PushSignIns;
import org.countersign.server.kernel.PushRequestId;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.push.PushConsumption;
import org.countersign.server.push.PushProgress;
import org.countersign.server.push.PushStart;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Push requests over REST: start one, watch it, use its approval once. */
@ForAgents
@RestController
class PushEndpoints {
    private static final int LONGEST_WAIT_SECONDS = 30;

    private final PushSignIns pushes;

    PushEndpoints(PushSignIns pushes) {
        this.pushes = pushes;
    }

    /**
     * Whom to ask.
     *
     * @param ip address of the person who signs in, as the caller knows it
     * @param userAgent their browser's User-Agent header, if they have one
     */
    record Order(
            @Nullable String userName,
            @Nullable String ip,
            @Nullable String userAgent) {}

    /** How a push request stands; {@code number} is to be shown to the person who signs in. */
    record Progress(
            String id,
            String state,
            @Nullable String number,
            Instant expiresAt,
            boolean delivered,
            boolean opened,
            @Nullable String reason) {
        @Override
        public String toString() {
            return "Progress[" + id + " " + state + "]";
        }
    }

    /** What came of using an approval. */
    record Used(
            String result,
            @Nullable String userId,
            @Nullable String serial,
            @Nullable String state) {}

    @PostMapping("/api/v1/push-requests")
    ResponseEntity<Progress> start(ApiClient client, @RequestBody Order order, HttpServletRequest request) {
        Given.scope(client, ApiScope.AUTHENTICATE);
        String ip = Given.optionalText("ip", order.ip());
        Visitor visitor = Visitor.of(
                ip == null ? request.getRemoteAddr() : ip, Given.optionalText("userAgent", order.userAgent()));
        PushStart start = pushes.start(
                client.application(), requester(client), visitor, Given.text("userName", order.userName()));
        return switch (start) {
            case PushStart.Started(PushProgress progress) ->
                ResponseEntity.status(HttpStatus.CREATED).body(shown(progress));
            case PushStart.NotPossible none ->
                throw RestRefusal.conflict(
                        "push_not_possible", "This user cannot be asked on a phone. Ask for a passcode instead.");
            case PushStart.Withheld withheld ->
                throw new RestRefusal(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "push_withheld",
                        "No push request is sent to this user for now. Ask for a passcode instead.");
        };
    }

    /** With {@code wait}, answers when the state changes, or after so many seconds, whichever comes first. */
    @GetMapping("/api/v1/push-requests/{id}")
    CompletableFuture<Progress> progress(
            ApiClient client, @PathVariable String id, @RequestParam(defaultValue = "0") int wait) {
        Given.scope(client, ApiScope.AUTHENTICATE);
        PushRequestId request = new PushRequestId(Given.id("push request", id));
        PushProgress now = pushes.progress(client.application(), requester(client), request)
                .orElseThrow(() -> RestRefusal.notFound("push request"));
        if (wait <= 0 || now.isDecided()) {
            return CompletableFuture.completedFuture(shown(now));
        }
        Duration patience = Duration.ofSeconds(Math.min(wait, LONGEST_WAIT_SECONDS));
        return pushes.await(client.application(), requester(client), now, patience)
                .thenApply(later -> shown(later.orElse(now)));
    }

    @PostMapping("/api/v1/push-requests/{id}/use")
    Used use(ApiClient client, @PathVariable String id) {
        Given.scope(client, ApiScope.AUTHENTICATE);
        PushRequestId request = new PushRequestId(Given.id("push request", id));
        if (pushes.progress(client.application(), requester(client), request).isEmpty()) {
            throw RestRefusal.notFound("push request");
        }
        Actor actor = new Actor.ApiClient(client.id());
        return switch (pushes.use(client.application(), requester(client), request, actor)) {
            case PushConsumption.Consumed consumed ->
                new Used("accepted", consumed.user().toString(), consumed.serial(), null);
            case PushConsumption.Nothing nothing ->
                new Used("refused", null, null, nothing.state().name().toLowerCase(Locale.ROOT));
        };
    }

    private static Progress shown(PushProgress progress) {
        return new Progress(
                progress.id().toString(),
                progress.state().name().toLowerCase(Locale.ROOT),
                progress.number(),
                progress.expiresAt(),
                progress.delivered(),
                progress.opened(),
                progress.reason());
    }

    private static String requester(ApiClient client) {
        return "api:" + client.id();
    }
}
