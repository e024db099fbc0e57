package org.countersign.device;

import static org.countersign.device.vectors.Reference.b64u;
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

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.countersign.device.vectors.ReferenceCurve;
import org.jspecify.annotations.Nullable;

/** The enrollment side of the stand-in: docs/formats/enrollment-messages.md, written from that page alone. */
final class StandInEnrollment {
    private final StandInServer server;
    private final String origin;
    private final Map<String, StandInToken> tokens;
    private final Map<String, Activation> activations = new HashMap<>();

    StandInEnrollment(StandInServer server, String origin, Map<String, StandInToken> tokens) {
        this.server = server;
        this.origin = origin;
        this.tokens = tokens;
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

    /** A link for a new enrollment, good for ten minutes. */
    String newActivation(String policy, @Nullable String password) {
        byte[] id = StandInServer.randomBytes(16);
        Activation activation = new Activation();
        activation.secret = StandInServer.randomBytes(16);
        activation.policy = policy;
        activation.password = password;
        activation.expiry = server.now() + 600;
        activations.put(b64u(id), activation);
        byte[] checked = concat(
                new byte[] {1, (byte) (password == null ? 0 : 1)},
                id,
                activation.secret,
                Arrays.copyOf(sha256(ReferenceCurve.publicKey(server.enrollmentKey)), 16),
                java.nio.ByteBuffer.allocate(4).putInt((int) activation.expiry).array());
        return origin + "/enroll#A1" + b64u(concat(checked, Arrays.copyOf(sha256(checked), 2)));
    }

    JsonObject begin(JsonObject body) {
        String text = body.get("begin").getAsString();
        JsonObject begin = JsonParser.parseString(new String(unb64u(text), StandardCharsets.UTF_8))
                .getAsJsonObject();
        Activation activation = activations.get(begin.get("enrollment").getAsString());
        if (activation == null) {
            throw new StandInServer.Refusal(403, "activation_invalid");
        }
        byte[] proofKey = hkdfExpand(hmac(new byte[32], activation.secret), utf8("countersign/begin/v1"), 32);
        if (!b64u(hmac(proofKey, unb64u(text))).equals(body.get("proof").getAsString())) {
            throw new StandInServer.Refusal(403, "activation_invalid");
        }
        if (server.now() >= activation.expiry) {
            throw new StandInServer.Refusal(410, "activation_expired");
        }
        String hash = b64u(sha256(unb64u(text)));
        Begin known = activation.begins.computeIfAbsent(hash, key -> offer(text, begin, activation));
        return json("offer", known.offer);
    }

    private Begin offer(String text, JsonObject begin, Activation activation) {
        Begin made = new Begin();
        made.begin = text;
        made.ephemeral = new BigInteger(1, StandInServer.randomBytes(31)).add(BigInteger.ONE);
        JsonObject header = header("countersign-offer+jwt");
        header.add("jwk", jwk(ReferenceCurve.publicKey(server.enrollmentKey)));
        made.offer = jws(
                header,
                json(
                        "v",
                        1,
                        "enrollment",
                        begin.get("enrollment"),
                        "nonce",
                        b64u(StandInServer.randomBytes(32)),
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
                server.enrollmentKey);
        return made;
    }

    JsonObject finish(JsonObject body) {
        byte[] text = unb64u(body.get("finish").getAsString());
        JsonObject finish =
                JsonParser.parseString(new String(text, StandardCharsets.UTF_8)).getAsJsonObject();
        Activation activation = activations.get(finish.get("enrollment").getAsString());
        Begin begin = activation == null
                ? null
                : activation.begins.get(finish.get("begin").getAsString());
        if (activation == null || begin == null) {
            throw new StandInServer.Refusal(403, "activation_invalid");
        }
        if (activation.finishedBy != null && activation.finishAnswer != null) {
            if (activation.finishedBy.equals(body.toString())) {
                return JsonParser.parseString(activation.finishAnswer).getAsJsonObject();
            }
            throw new StandInServer.Refusal(409, "activation_used");
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
            throw new StandInServer.Refusal(403, "confirmation_failed");
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
                        b64u(ReferenceCurve.publicKey(server.pushKey)),
                        "iat",
                        server.now()),
                server.enrollmentKey);
        return json(
                "serial", serial,
                "policy", statement,
                "mac", b64u(hmac(kc, utf8("countersign/server/v1"), t, lp(utf8(serial)), lp(utf8(statement)))));
    }

    JsonObject activate(StandInToken token, String message, JsonObject body) {
        Activation activation = activations.values().stream()
                .filter(candidate -> candidate.token == token)
                .findFirst()
                .orElseThrow();
        if (token.isActive) {
            return json("state", "ACTIVE", "serial", token.serial);
        }
        if (activation.failures >= 5) {
            throw new StandInServer.Refusal(403, "activation_failed");
        }
        if (activation.password != null) {
            requirePassword(activation, body);
        }
        if (!token.activate(StandInToken.claims(message).get("passcode").getAsString(), server.now())) {
            activation.failures++;
            throw new StandInServer.Refusal(403, "passcode_refused");
        }
        token.isActive = true;
        return json("state", "ACTIVE", "serial", token.serial);
    }

    private static void requirePassword(Activation activation, JsonObject body) {
        if (!body.has("password")) {
            throw new StandInServer.Refusal(403, "password_required");
        }
        if (!body.get("password").getAsString().equals(activation.password)) {
            activation.failures++;
            throw new StandInServer.Refusal(403, "password_refused");
        }
    }
}
