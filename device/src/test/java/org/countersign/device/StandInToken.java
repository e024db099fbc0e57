package org.countersign.device;

import static org.countersign.device.vectors.Reference.b64u;
import static org.countersign.device.vectors.Reference.header;
import static org.countersign.device.vectors.Reference.json;
import static org.countersign.device.vectors.Reference.jws;
import static org.countersign.device.vectors.Reference.sha256;
import static org.countersign.device.vectors.Reference.unb64u;
import static org.countersign.device.vectors.Reference.utf8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.countersign.device.StandInServer.Refusal;
import org.countersign.device.vectors.Reference;
import org.countersign.device.vectors.ReferenceCurve;
import org.jspecify.annotations.Nullable;

/** One token as the stand-in server knows it. */
public final class StandInToken {
    final String serial;
    byte[] seed = new byte[0];
    byte[] code = new byte[0];
    boolean isActive;
    private final String[] policy;
    private final String suite;
    private final byte[] deviceKey;
    private final Set<Long> spent = new HashSet<>();
    private final Map<String, Open> requests = new HashMap<>();

    private static final class Open {
        final String jws;
        final JsonObject claims;
        final @Nullable String number;
        String state = "PENDING";

        Open(String jws, JsonObject claims, @Nullable String number) {
            this.jws = jws;
            this.claims = claims;
            this.number = number;
        }
    }

    StandInToken(String serial, String policy, byte[] deviceKey) {
        this.serial = serial;
        this.policy = policy.substring(0, policy.indexOf(';')).split("-", -1);
        this.suite = policy.substring(policy.indexOf("SUITE=") + "SUITE=".length());
        this.deviceKey = deviceKey;
    }

    /** The seed that both sides derived. */
    public byte[] seed() {
        return seed.clone();
    }

    int seedLength() {
        return switch (policy[1]) {
            case "SHA1" -> 20;
            case "SHA256" -> 32;
            default -> 64;
        };
    }

    /** Takes the first passcode: of a challenge-response token, the response to the six-digit code. */
    boolean activate(String passcode, long now) {
        return policy[0].equals("OCRA")
                ? Reference.ocra(suite, seed, codeAsQuestion(), stepsOf(now)).equals(passcode)
                : spend(passcode, now);
    }

    private byte[] codeAsQuestion() {
        long number = Integer.toUnsignedLong(ByteBuffer.wrap(code).getInt()) % 1_000_000;
        if (suite.contains(":QN04")) {
            number %= 10_000;
        }
        String hex = suite.contains(":QN") ? Long.toHexString(number) : String.format(Locale.ROOT, "%06d", number);
        return suite.contains(":QA") ? utf8(hex) : HexFormat.of().parseHex(hex.length() % 2 == 0 ? hex : hex + "0");
    }

    private long[] stepsOf(long now) {
        return suite.endsWith("-T1M") ? new long[] {now / 60} : new long[0];
    }

    /** Spends a passcode in the window, each step or counter once. */
    boolean spend(String passcode, long now) {
        long centre = policy[0].equals("TOTP") ? now / Long.parseLong(policy[3]) : spent.size();
        long first = policy[0].equals("TOTP") ? centre - 1 : centre;
        for (long number = first; number <= centre + 1; number++) {
            String right = Reference.hotp(policy[1], seed, number, Integer.parseInt(policy[2]));
            if (right.equals(passcode)) {
                return spent.add(number);
            }
        }
        return false;
    }

    /** The steps or counters spent so far. */
    Set<Long> spentNumbers() {
        return Set.copyOf(spent);
    }

    String open(JsonObject claims, BigInteger pushKey, @Nullable String number) {
        String request = jws(header("countersign-push+jwt"), claims, pushKey);
        requests.put(claims.get("jti").getAsString(), new Open(request, claims, number));
        return request;
    }

    List<String> openRequests(long now) {
        List<String> open = new ArrayList<>();
        requests.values().forEach(request -> {
            if (request.state.equals("PENDING")
                    && now < request.claims.get("exp").getAsLong()) {
                open.add(request.jws);
            }
        });
        return open;
    }

    /** The state of a request. */
    public String stateOf(String request) {
        Open open = requests.get(request);
        return open == null ? "UNKNOWN" : open.state;
    }

    JsonObject answered(JsonObject answer, long now) {
        Open open = requests.get(answer.get("req").getAsString());
        if (open == null) {
            throw new Refusal(404, "request_unknown");
        }
        if (!open.state.equals("PENDING")) {
            throw new Refusal(409, "request_answered");
        }
        if (now >= open.claims.get("exp").getAsLong()) {
            throw new Refusal(410, "request_expired");
        }
        boolean isMeant = answer.get("rh").getAsString().equals(b64u(sha256(utf8(open.jws))))
                && answer.get("nonce").equals(open.claims.get("nonce"));
        if (!isMeant) {
            throw new Refusal(400, "message_malformed");
        }
        if (answer.get("decision").getAsString().equals("deny")) {
            open.state = answer.get("reason").getAsString().equals("not_me") ? "REPORTED" : "DENIED";
        } else {
            approve(open, answer, now);
        }
        return json("request", answer.get("req"), "state", open.state);
    }

    private void approve(Open open, JsonObject answer, long now) {
        JsonElement number = answer.get("number");
        if (open.number != null && (number.isJsonNull() || !number.getAsString().equals(open.number))) {
            open.state = "DENIED";
            throw new Refusal(403, "number_wrong");
        }
        if (!spend(answer.get("passcode").getAsString(), now)) {
            throw new Refusal(403, "passcode_refused");
        }
        open.state = "APPROVED";
    }

    boolean hasSigned(String message, String typ) {
        String[] parts = message.split("\\.", -1);
        JsonObject header = JsonParser.parseString(new String(unb64u(parts[0]), StandardCharsets.UTF_8))
                .getAsJsonObject();
        return parts.length == 3
                && header.equals(header(typ))
                && isSigned(deviceKey, utf8(parts[0] + "." + parts[1]), unb64u(parts[2]));
    }

    static JsonObject claims(String message) {
        return JsonParser.parseString(new String(unb64u(message.split("\\.", -1)[1]), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    /** The JDK's own verification of R ‖ S, which the device library does by hand. */
    static boolean isSigned(byte[] point, byte[] message, byte[] signature) {
        try {
            ECPrivateKey anyKey = (ECPrivateKey) ReferenceCurve.jdkKey(BigInteger.ONE);
            Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
            verifier.initVerify(KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(
                            new ECPoint(new BigInteger(1, point, 1, 32), new BigInteger(1, point, 33, 32)),
                            anyKey.getParams())));
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
