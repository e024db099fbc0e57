package org.countersign.device.vectors;

import static org.countersign.device.vectors.Reference.b64u;
import static org.countersign.device.vectors.Reference.bytes;
import static org.countersign.device.vectors.Reference.flipped;
import static org.countersign.device.vectors.Reference.header;
import static org.countersign.device.vectors.Reference.hex;
import static org.countersign.device.vectors.Reference.json;
import static org.countersign.device.vectors.Reference.jws;
import static org.countersign.device.vectors.Reference.sha256;
import static org.countersign.device.vectors.Reference.utf8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Makes {@code push-messages.json}. */
final class PushMessageVectors {
    private static final String ORIGIN = "https://app.example.org";
    private static final String SERIAL = "CS00010010";
    private static final String ID = "018f9f8e-0f3b-7c4e-9c1d-2b3a4d5e6f70";
    private static final long NOW = 1_796_000_000L;
    private static final BigInteger PUSH = ReferenceCurve.privateKey("push");
    private static final BigInteger DEVICE = ReferenceCurve.privateKey("time-based device");

    private PushMessageVectors() {}

    static JsonObject make() {
        JsonArray requests = new JsonArray();
        JsonObject full = payload(2, false, place(false, "DE", "Munich"), "Firefox", "Windows");
        String request = request(full);
        requests.add(good("everything known, number of two digits", full, request));
        JsonObject bare = payload(0, true, null, null, null);
        requests.add(good("place, browser and system unknown, user verification", bare, request(bare)));
        JsonObject six = payload(6, false, null, "<b>\"&\u202e", null);
        requests.add(good("hostile text, number of six digits", six, request(six)));
        JsonObject own = payload(0, false, place(true, null, null), "Firefox", "Windows");
        requests.add(good("from the organisation's own network", own, request(own)));
        JsonObject country = payload(0, false, place(false, "NL", null), "Firefox", "Windows");
        requests.add(good("country known", country, request(country)));
        return json(
                "page", "docs/formats/push-messages.md",
                "origin", ORIGIN,
                "serial", SERIAL,
                "now", NOW,
                "pushKeyPrivate_hex", hex(ReferenceCurve.fixed(PUSH)),
                "pushKeyPublic_hex", hex(ReferenceCurve.publicKey(PUSH)),
                "devicePrivate_hex", hex(ReferenceCurve.fixed(DEVICE)),
                "devicePublic_hex", hex(ReferenceCurve.publicKey(DEVICE)),
                "webPushTopic", b64u(sha256(utf8(SERIAL))).substring(0, 32),
                "requests", requests,
                "badRequests", badRequests(full, request),
                "deviceMessages", deviceMessages(request),
                "badDeviceMessages", badDeviceMessages(request));
    }

    private static JsonObject payload(
            int number, boolean uv, @Nullable JsonObject place, @Nullable String browser, @Nullable String os) {
        return json(
                "iss",
                ORIGIN,
                "aud",
                SERIAL,
                "jti",
                ID,
                "iat",
                NOW - 5,
                "exp",
                NOW + 55,
                "nonce",
                b64u(bytes("push nonce", 16)),
                "ctx",
                json(
                        "application", "Acme Wiki",
                        "organisation", "Acme",
                        "account", "alice",
                        "ip", "198.51.100.7",
                        "place", place,
                        "browser", browser,
                        "os", os,
                        "protocol", "oidc"),
                "need",
                json("number", number, "uv", uv));
    }

    private static JsonObject place(boolean own, @Nullable String country, @Nullable String city) {
        return json("own", own, "country", country, "city", city);
    }

    private static String withPlace(JsonObject payload, JsonElement place) {
        JsonObject context = payload.getAsJsonObject("ctx").deepCopy();
        context.add("place", place);
        return with(payload, "ctx", context);
    }

    private static String request(JsonObject payload) {
        JsonObject header = header("countersign-push+jwt");
        header.addProperty("kid", "push-1");
        return jws(header, payload, PUSH);
    }

    private static JsonObject good(String name, JsonObject payload, String jws) {
        JsonObject entry = json("name", name, "jws", jws, "rh_b64u", b64u(sha256(utf8(jws))), "id", ID);
        entry.addProperty("payloadJson", payload.toString());
        for (String field :
                new String[] {"application", "organisation", "account", "ip", "place", "browser", "os", "protocol"}) {
            entry.add(field, payload.getAsJsonObject("ctx").get(field));
        }
        entry.add("numberLength", payload.getAsJsonObject("need").get("number"));
        entry.add("userVerification", payload.getAsJsonObject("need").get("uv"));
        entry.add("nonce_b64u", payload.get("nonce"));
        entry.add("iat", payload.get("iat"));
        entry.add("exp", payload.get("exp"));
        return entry;
    }

    private static JsonArray badRequests(JsonObject payload, String good) {
        JsonArray bad = new JsonArray();
        addRequest(bad, "signed by the device", jws(header("countersign-push+jwt"), payload, DEVICE), NOW);
        addRequest(bad, "another typ", jws(header("countersign-answer+jwt"), payload, PUSH), NOW);
        JsonObject ownKey = header("countersign-push+jwt");
        ownKey.add("jwk", Reference.jwk(ReferenceCurve.publicKey(DEVICE)));
        addRequest(bad, "brings its own key", jws(ownKey, payload, DEVICE), NOW);
        addRequest(bad, "another server", with(payload, "iss", new JsonPrimitive("https://app.example.com")), NOW);
        addRequest(bad, "another token", with(payload, "aud", new JsonPrimitive("CS00000000")), NOW);
        addRequest(bad, "id not a UUID", with(payload, "jti", new JsonPrimitive("1")), NOW);
        addRequest(bad, "open for 91 seconds", with(payload, "exp", new JsonPrimitive(NOW + 86)), NOW);
        addRequest(bad, "time with a fraction", with(payload, "exp", new JsonPrimitive(NOW + 0.5)), NOW);
        addRequest(bad, "short nonce", with(payload, "nonce", new JsonPrimitive("AAAA")), NOW);
        addRequest(bad, "number of three digits", with(payload, "need", json("number", 3, "uv", false)), NOW);
        addRequest(bad, "no user verification field", with(payload, "need", json("number", 2)), NOW);
        addRequest(bad, "a claim too many", with(payload, "number", new JsonPrimitive("42")), NOW);
        addRequest(bad, "place in words", withPlace(payload, new JsonPrimitive("Munich, Germany")), NOW);
        addRequest(bad, "place of nowhere", withPlace(payload, place(false, null, null)), NOW);
        addRequest(bad, "own network elsewhere", withPlace(payload, place(true, "DE", null)), NOW);
        addRequest(bad, "country that is no code", withPlace(payload, place(false, "de", null)), NOW);
        JsonObject entry =
                json("name", "121 seconds past its end", "jws", good, "now", NOW + 55 + 121, "code", "request_expired");
        bad.add(entry);
        for (int i = 5; i < good.length(); i += 61) {
            addRequest(bad, "character " + i + " changed", flipped(good, i), NOW);
        }
        addRequest(bad, "signature cut", good.substring(0, good.length() - 2), NOW);
        return bad;
    }

    private static String with(JsonObject payload, String field, JsonElement value) {
        JsonObject copy = payload.deepCopy();
        copy.add(field, value);
        return request(copy);
    }

    private static void addRequest(JsonArray bad, String name, String jws, long now) {
        bad.add(json("name", name, "jws", jws, "now", now, "code", "request_not_genuine"));
    }

    private static JsonArray deviceMessages(String request) {
        JsonArray list = new JsonArray();
        list.add(message("approve", "countersign-answer+jwt", answer(request, "approve", null, "42", "123456", false)));
        list.add(message(
                "approve after user verification",
                "countersign-answer+jwt",
                answer(request, "approve", null, null, "123456", true)));
        list.add(message(
                "deny: I cancelled",
                "countersign-answer+jwt",
                answer(request, "deny", "cancelled", null, null, false)));
        list.add(message(
                "deny: it was not me", "countersign-answer+jwt", answer(request, "deny", "not_me", null, null, false)));
        list.add(message("check", "countersign-check+jwt", claims("check")));
        JsonObject receipt = claims("receipt");
        receipt.addProperty("req", ID);
        receipt.addProperty("event", "opened");
        list.add(message("receipt", "countersign-receipt+jwt", receipt));
        JsonObject off = claims("settings");
        off.addProperty("pushEnabled", false);
        off.add("push", Reference.json("x", null).get("x"));
        list.add(message("settings: Autosend off", "countersign-settings+jwt", off));
        JsonObject renamed = claims("settings 2");
        renamed.addProperty("name", "Work phone");
        renamed.addProperty("pushEnabled", true);
        renamed.add(
                "push",
                json(
                        "endpoint", "https://push.example.net/send/1",
                        "p256dh", b64u(ReferenceCurve.publicKey(ReferenceCurve.privateKey("subscription"))),
                        "auth", b64u(bytes("subscription auth", 16))));
        list.add(message("settings: name and subscription", "countersign-settings+jwt", renamed));
        return list;
    }

    private static JsonArray badDeviceMessages(String request) {
        JsonArray bad = new JsonArray();
        String good =
                jws(header("countersign-answer+jwt"), answer(request, "approve", null, "42", "123456", false), DEVICE);
        for (int i = 7; i < good.length(); i += 61) {
            bad.add(json(
                    "name", "character " + i + " changed", "typ", "countersign-answer+jwt", "jws", flipped(good, i)));
        }
        bad.add(json("name", "an answer taken for a check", "typ", "countersign-check+jwt", "jws", good));
        bad.add(json(
                "name",
                "signed by the server",
                "typ",
                "countersign-check+jwt",
                "jws",
                jws(header("countersign-check+jwt"), claims("check"), PUSH)));
        bad.add(json("name", "cut", "typ", "countersign-answer+jwt", "jws", good.substring(0, good.length() - 1)));
        bad.add(json("name", "line feed at the end", "typ", "countersign-answer+jwt", "jws", good + "\n"));
        return bad;
    }

    private static JsonObject answer(
            String request,
            String decision,
            @Nullable String reason,
            @Nullable String number,
            @Nullable String passcode,
            boolean uv) {
        JsonObject claims = claims(decision + reason + uv);
        claims.addProperty("req", ID);
        claims.addProperty("nonce", b64u(bytes("push nonce", 16)));
        claims.addProperty("rh", b64u(sha256(utf8(request))));
        claims.addProperty("decision", decision);
        JsonObject rest = json("reason", reason, "number", number, "passcode", passcode, "uv", uv);
        rest.entrySet().forEach(entry -> claims.add(entry.getKey(), entry.getValue()));
        return claims;
    }

    private static JsonObject claims(String name) {
        return json("iss", SERIAL, "aud", ORIGIN, "iat", NOW, "exp", NOW + 120, "jti", b64u(bytes(name, 16)));
    }

    private static JsonObject message(String name, String typ, JsonObject claims) {
        return json(
                "name", name, "typ", typ, "payloadJson", claims.toString(), "jws", jws(header(typ), claims, DEVICE));
    }
}
