package org.countersign.device;

import static org.countersign.device.vectors.Reference.b64u;
import static org.countersign.device.vectors.Reference.bytes;
import static org.countersign.device.vectors.Reference.concat;
import static org.countersign.device.vectors.Reference.header;
import static org.countersign.device.vectors.Reference.hkdfExpand;
import static org.countersign.device.vectors.Reference.hmac;
import static org.countersign.device.vectors.Reference.json;
import static org.countersign.device.vectors.Reference.jwk;
import static org.countersign.device.vectors.Reference.jws;
import static org.countersign.device.vectors.Reference.lp;
import static org.countersign.device.vectors.Reference.sha256;
import static org.countersign.device.vectors.Reference.unb64u;
import static org.countersign.device.vectors.Reference.utf8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
    private final SecureRandom random = new SecureRandom();
    private final String origin;
    private final Clock clock;
    private final Map<String, Activation> activations = new HashMap<>();
    private final Map<String, StandInToken> tokens = new HashMap<>();
    private final List<String> settings = new ArrayList<>();
    private final List<String> receipts = new ArrayList<>();

    public StandInServer(String origin, Clock clock) {
        this.origin = origin;
        this.clock = clock;
    }

    private static final class Activation {
        byte[] secret = new byte[0];
        String policy = "";
        long expiry;

        @Nullable
        String password;

        int failures;
        final Map<String, Begin> begins = new HashMap<>();

        @Nullable
        String finishedBy;

        @Nullable
        String finishAnswer;

        @Nullable
        StandInToken token;
    }

    private static final class Begin {
        String begin = "";
        BigInteger ephemeral = BigInteger.ONE;
        String offer = "";
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
        byte[] id = randomBytes(16);
        Activation activation = new Activation();
        activation.secret = randomBytes(16);
        activation.policy = policy;
        activation.password = password;
        activation.expiry = now() + 600;
        activations.put(b64u(id), activation);
        byte[] checked = concat(
                new byte[] {1, (byte) (password == null ? 0 : 1)},
                id,
                activation.secret,
                Arrays.copyOf(sha256(ReferenceCurve.publicKey(enrollmentKey)), 16),
                java.nio.ByteBuffer.allocate(4).putInt((int) activation.expiry).array());
        return origin + "/enroll#A1" + b64u(concat(checked, Arrays.copyOf(sha256(checked), 2)));
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
                case "/device/v1/enroll/begin" -> begin(body);
                case "/device/v1/enroll/finish" -> finish(body);
                case "/device/v1/enroll/activate" -> activate(body);
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

    private JsonObject begin(JsonObject body) {
        String text = body.get("begin").getAsString();
        JsonObject begin = JsonParser.parseString(new String(unb64u(text), StandardCharsets.UTF_8))
                .getAsJsonObject();
        Activation activation = activations.get(begin.get("enrollment").getAsString());
        if (activation == null) {
            throw new Refusal(403, "activation_invalid");
        }
        byte[] proofKey = hkdfExpand(hmac(new byte[32], activation.secret), utf8("countersign/begin/v1"), 32);
        if (!b64u(hmac(proofKey, unb64u(text))).equals(body.get("proof").getAsString())) {
            throw new Refusal(403, "activation_invalid");
        }
        if (now() >= activation.expiry) {
            throw new Refusal(410, "activation_expired");
        }
        String hash = b64u(sha256(unb64u(text)));
        Begin known = activation.begins.computeIfAbsent(hash, key -> offer(text, begin, activation));
        return json("offer", known.offer);
    }

    private Begin offer(String text, JsonObject begin, Activation activation) {
        Begin made = new Begin();
        made.begin = text;
        made.ephemeral = new BigInteger(1, randomBytes(31)).add(BigInteger.ONE);
        JsonObject header = header("countersign-offer+jwt");
        header.add("jwk", jwk(ReferenceCurve.publicKey(enrollmentKey)));
        made.offer = jws(
                header,
                json(
                        "v",
                        1,
                        "enrollment",
                        begin.get("enrollment"),
                        "nonce",
                        b64u(randomBytes(32)),
                        "key",
                        b64u(ReferenceCurve.publicKey(made.ephemeral)),
                        "policy",
                        activation.policy,
                        "organisation",
                        "Acme",
                        "account",
                        "alice",
                        "tokenName",
                        "Acme alice",
                        "secondProof",
                        activation.password == null ? "none" : "password",
                        "exp",
                        activation.expiry),
                enrollmentKey);
        return made;
    }

    private JsonObject finish(JsonObject body) {
        byte[] text = unb64u(body.get("finish").getAsString());
        JsonObject finish =
                JsonParser.parseString(new String(text, StandardCharsets.UTF_8)).getAsJsonObject();
        Activation activation = activations.get(finish.get("enrollment").getAsString());
        Begin begin = activation == null
                ? null
                : activation.begins.get(finish.get("begin").getAsString());
        if (activation == null || begin == null) {
            throw new Refusal(403, "activation_invalid");
        }
        if (activation.finishedBy != null && activation.finishAnswer != null) {
            if (activation.finishedBy.equals(body.toString())) {
                return JsonParser.parseString(activation.finishAnswer).getAsJsonObject();
            }
            throw new Refusal(409, "activation_used");
        }
        byte[] t = sha256(concat(lp(utf8("countersign/enroll/v1")), lp(unb64u(begin.begin)), lp(utf8(begin.offer))));
        JsonObject beginJson = JsonParser.parseString(new String(unb64u(begin.begin), StandardCharsets.UTF_8))
                .getAsJsonObject();
        byte[] prk = hmac(
                activation.secret,
                ReferenceCurve.agree(
                        begin.ephemeral, unb64u(beginJson.get("key").getAsString())));
        byte[] kc = hkdfExpand(prk, concat(utf8("countersign/confirm/v1"), t), 32);
        byte[] deviceKey = unb64u(finish.get("deviceKey").getAsString());
        boolean isConfirmed = b64u(hmac(kc, utf8("countersign/device/v1"), t, sha256(text)))
                        .equals(body.get("mac").getAsString())
                && StandInToken.isSigned(
                        deviceKey,
                        concat(utf8("countersign/finish/v1"), t, sha256(text)),
                        unb64u(body.get("signature").getAsString()));
        if (!isConfirmed) {
            throw new Refusal(403, "confirmation_failed");
        }
        String serial = String.format(Locale.ROOT, "CS%08d", tokens.size() + 1);
        StandInToken token = new StandInToken(serial, activation.policy, deviceKey);
        token.seed = hkdfExpand(prk, concat(utf8("countersign/seed/v1"), t), token.seedLength());
        token.code = hkdfExpand(prk, concat(utf8("countersign/code/v1"), t), 4);
        tokens.put(serial, token);
        activation.token = token;
        activation.finishedBy = body.toString();
        activation.finishAnswer = finishAnswer(serial, activation.policy, kc, t).toString();
        return JsonParser.parseString(activation.finishAnswer).getAsJsonObject();
    }

    private JsonObject finishAnswer(String serial, String policy, byte[] kc, byte[] t) {
        String statement = jws(
                header("countersign-policy+jwt"),
                json(
                        "iss",
                        origin,
                        "sub",
                        serial,
                        "policy",
                        policy,
                        "level",
                        1,
                        "pushKey",
                        b64u(ReferenceCurve.publicKey(pushKey)),
                        "iat",
                        now()),
                enrollmentKey);
        return json(
                "serial", serial,
                "policy", statement,
                "mac", b64u(hmac(kc, utf8("countersign/server/v1"), t, lp(utf8(serial)), lp(utf8(statement)))));
    }

    private JsonObject activate(JsonObject body) {
        String message = body.get("activation").getAsString();
        StandInToken token = signedBy(message, "countersign-activate+jwt");
        Activation activation = activations.values().stream()
                .filter(candidate -> candidate.token == token)
                .findFirst()
                .orElseThrow();
        if (token.isActive) {
            return json("state", "ACTIVE", "serial", token.serial);
        }
        if (activation.failures >= 5) {
            throw new Refusal(403, "activation_failed");
        }
        if (activation.password != null) {
            requirePassword(activation, body);
        }
        if (!token.spend(StandInToken.claims(message).get("passcode").getAsString(), now())) {
            activation.failures++;
            throw new Refusal(403, "passcode_refused");
        }
        token.isActive = true;
        return json("state", "ACTIVE", "serial", token.serial);
    }

    private static void requirePassword(Activation activation, JsonObject body) {
        if (!body.has("password")) {
            throw new Refusal(403, "password_required");
        }
        if (!body.get("password").getAsString().equals(activation.password)) {
            activation.failures++;
            throw new Refusal(403, "password_refused");
        }
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

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = bytes("shape", length);
        random.nextBytes(bytes);
        return bytes;
    }
}
