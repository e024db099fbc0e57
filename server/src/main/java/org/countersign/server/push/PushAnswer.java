package org.countersign.server.push;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.countersign.server.kernel.CompactJws;
import org.countersign.server.kernel.PushRequestId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a device signed about a push request; docs/formats/push-messages.md. A class that shows nothing of itself: it
 * carries the number and the passcode.
 */
final class PushAnswer {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Set<String> REASONS = Set.of("cancelled", "not_me");

    private final PushRequestId request;
    private final String nonce;
    private final String requestHash;

    @Nullable
    private final String reason;

    @Nullable
    private final String number;

    @Nullable
    private final String passcode;

    private PushAnswer(
            PushRequestId request,
            String nonce,
            String requestHash,
            @Nullable String reason,
            @Nullable String number,
            @Nullable String passcode) {
        this.request = request;
        this.nonce = nonce;
        this.requestHash = requestHash;
        this.reason = reason;
        this.number = number;
        this.passcode = passcode;
    }

    /** Reads the claims; nothing when one is missing, of another kind, or does not go with the decision. */
    static Optional<PushAnswer> read(CompactJws message) {
        String decision = message.text("decision").orElse("");
        String reason = optional(message, "reason");
        String number = optional(message, "number");
        String passcode = optional(message, "passcode");
        JsonNode verified = message.claims().get("uv");
        boolean complete =
                message.text("req").filter(id -> ID.matcher(id).matches()).isPresent()
                        && message.text("nonce").isPresent()
                        && message.text("rh").isPresent()
                        && verified != null
                        && verified.isBoolean()
                        && isAbsentOrText(message, "reason")
                        && isAbsentOrText(message, "number")
                        && isAbsentOrText(message, "passcode");
        boolean fits = switch (decision) {
            case "approve" -> reason == null && passcode != null;
            case "deny" -> reason != null && REASONS.contains(reason) && number == null && passcode == null;
            default -> false;
        };
        return complete && fits
                ? Optional.of(new PushAnswer(
                        new PushRequestId(UUID.fromString(message.text("req").orElseThrow())),
                        message.text("nonce").orElseThrow(),
                        message.text("rh").orElseThrow(),
                        reason,
                        number,
                        passcode))
                : Optional.empty();
    }

    PushRequestId request() {
        return request;
    }

    /** Says whether the device answers exactly the message that the server sent. */
    boolean isAbout(StoredPush stored) {
        return requestHash.equals(stored.requestHash())
                && CompactJws.read(stored.jws())
                        .flatMap(jws -> jws.text("nonce"))
                        .filter(nonce::equals)
                        .isPresent();
    }

    /** Returns why the person said no, or nothing when they approved. */
    Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    @Nullable
    String number() {
        return number;
    }

    String passcode() {
        return passcode == null ? "" : passcode;
    }

    @Override
    public String toString() {
        return "PushAnswer[" + request + "]";
    }

    private static @Nullable String optional(CompactJws message, String name) {
        return message.text(name).orElse(null);
    }

    private static boolean isAbsentOrText(CompactJws message, String name) {
        JsonNode claim = message.claims().get(name);
        return claim == null || claim.isNull() || claim.isString();
    }
}
