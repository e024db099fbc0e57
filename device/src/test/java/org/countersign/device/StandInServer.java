package org.countersign.device;

import static org.countersign.device.vectors.Reference.b64u;
import static org.countersign.device.vectors.Reference.bytes;
import static org.countersign.device.vectors.Reference.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.device.vectors.ReferenceCurve;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the pages, in memory: it decides as the pages say, and is written from them alone. Decimal
 * passcodes only.
 */
public final class StandInServer {
    final BigInteger enrollmentKey = ReferenceCurve.privateKey("stand-in enrollment");
    final BigInteger pushKey = ReferenceCurve.privateKey("stand-in push");
    private static final SecureRandom RANDOM = new SecureRandom();
    private final String origin;
    private final Clock clock;
    private final Map<String, StandInToken> tokens = new HashMap<>();
    private final StandInEnrollment enrollment;
    private final List<String> settings = new ArrayList<>();
    private final List<String> receipts = new ArrayList<>();

    public StandInServer(String origin, Clock clock) {
        this.origin = origin;
        this.clock = clock;
        this.enrollment = new StandInEnrollment(this, origin, tokens);
    }

    /** A refusal with its code. */
    public static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int status;
        final String code;

        Refusal(int status, String code) {
            super(code);
            this.status = status;
            this.code = code;
        }
    }

    /** A link for a new enrollment, good for ten minutes. */
    public synchronized String newActivation(String policy, @Nullable String password) {
        return enrollment.newActivation(policy, password);
    }

    /** Opens a push request for a token. */
    public synchronized String newRequest(String serial, int numberLength, boolean uv, @Nullable String number) {
        return token(serial)
                .open(
                        json(
                                "iss", origin,
                                "aud", serial,
                                "jti", UUID.randomUUID(),
                                "iat", now(),
                                "exp", now() + 60,
                                "nonce", b64u(randomBytes(16)),
                                "ctx",
                                        json(
                                                "application", "Acme Wiki",
                                                "organisation", "Acme",
                                                "account", "alice",
                                                "ip", "198.51.100.7",
                                                "place", null,
                                                "browser", "Firefox",
                                                "os", "Linux",
                                                "protocol", "oidc"),
                                "need", json("number", numberLength, "uv", uv)),
                        pushKey,
                        number);
    }

    /** Answers one call: status and body. */
    public synchronized Transport.Reply handle(String path, String text) {
        try {
            JsonObject body = JsonParser.parseString(text).getAsJsonObject();
            JsonObject answer = switch (path) {
                case "/device/v1/enroll/begin" -> enrollment.begin(body);
                case "/device/v1/enroll/finish" -> enrollment.finish(body);
                case "/device/v1/enroll/activate" -> {
                    String message = body.get("activation").getAsString();
                    StandInToken token = signedBy(message, "countersign-activate+jwt");
                    yield enrollment.activate(token, message, body);
                }
                case "/device/v1/check" -> check(body);
                case "/device/v1/answer" -> answer(body);
                case "/device/v1/receipt" -> receipt(body);
                case "/device/v1/settings" -> settings(body);
                default -> throw new Refusal(404, "unknown_path");
            };
            return new Transport.Reply(200, answer.toString());
        } catch (Refusal refusal) {
            return problem(refusal);
        }
    }

    /** What a stream says first: the open requests; a line of comment; then what the test adds. */
    public synchronized byte[] stream(String text, String more) {
        StringBuilder events = new StringBuilder(": hello\n\n");
        for (JsonElement element :
                JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("checks")) {
            StandInToken token = signedBy(element.getAsString(), "countersign-check+jwt");
            for (String request : token.openRequests(now())) {
                events.append("event: request\ndata: ")
                        .append(json("serial", token.serial, "request", request))
                        .append("\n\n");
            }
        }
        return events.append(more).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The token of this serial. */
    public synchronized StandInToken token(String serial) {
        StandInToken token = tokens.get(serial);
        if (token == null) {
            throw new Refusal(403, "signature_invalid");
        }
        return token;
    }

    synchronized List<String> settings() {
        return List.copyOf(settings);
    }

    synchronized List<String> receipts() {
        return List.copyOf(receipts);
    }

    static Transport.Reply problem(Refusal refusal) {
        JsonObject problem = json(
                "type",
                "about:blank",
                "title",
                "Refused",
                "status",
                refusal.status,
                "code",
                refusal.code,
                "detail",
                "No: " + refusal.code + ".");
        return new Transport.Reply(refusal.status, problem.toString());
    }

    private JsonObject check(JsonObject body) {
        JsonArray answers = new JsonArray();
        for (JsonElement element : body.getAsJsonArray("checks")) {
            StandInToken token = signedBy(element.getAsString(), "countersign-check+jwt");
            JsonArray requests = new JsonArray();
            token.openRequests(now()).forEach(requests::add);
            answers.add(json(
                    "serial",
                    token.serial,
                    "state",
                    token.isActive ? "ACTIVE" : "CLAIMED",
                    "pushEnabled",
                    true,
                    "requests",
                    requests));
        }
        return json("serverTime", now(), "tokens", answers);
    }

    private JsonObject answer(JsonObject body) {
        String message = body.get("answer").getAsString();
        StandInToken token = signedBy(message, "countersign-answer+jwt");
        return token.answered(StandInToken.claims(message), now());
    }

    private JsonObject receipt(JsonObject body) {
        String message = body.get("receipt").getAsString();
        signedBy(message, "countersign-receipt+jwt");
        receipts.add(StandInToken.claims(message).toString());
        return new JsonObject();
    }

    private JsonObject settings(JsonObject body) {
        String message = body.get("settings").getAsString();
        signedBy(message, "countersign-settings+jwt");
        JsonObject claims = StandInToken.claims(message);
        settings.add(claims.toString());
        return json("pushEnabled", claims.get("pushEnabled"));
    }

    /** The token whose key signed this message for this server within the last two minutes. */
    private StandInToken signedBy(String message, String typ) {
        JsonObject claims = StandInToken.claims(message);
        StandInToken token = token(claims.get("iss").getAsString());
        if (!token.hasSigned(message, typ) || !claims.get("aud").getAsString().equals(origin)) {
            throw new Refusal(403, "signature_invalid");
        }
        long issuedAt = claims.get("iat").getAsLong();
        boolean isInTime =
                Math.abs(now() - issuedAt) <= 120 && claims.get("exp").getAsLong() - issuedAt <= 120;
        if (!isInTime) {
            throw new Refusal(400, "clock_skew");
        }
        return token;
    }

    long now() {
        return clock.instant().getEpochSecond();
    }

    static byte[] randomBytes(int length) {
        byte[] bytes = bytes("shape", length);
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
