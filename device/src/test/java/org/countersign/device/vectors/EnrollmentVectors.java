package org.countersign.device.vectors;

import static org.countersign.device.vectors.Reference.b64u;
import static org.countersign.device.vectors.Reference.bytes;
import static org.countersign.device.vectors.Reference.concat;
import static org.countersign.device.vectors.Reference.flipped;
import static org.countersign.device.vectors.Reference.header;
import static org.countersign.device.vectors.Reference.hex;
import static org.countersign.device.vectors.Reference.hkdfExpand;
import static org.countersign.device.vectors.Reference.hmac;
import static org.countersign.device.vectors.Reference.hotp;
import static org.countersign.device.vectors.Reference.json;
import static org.countersign.device.vectors.Reference.jwk;
import static org.countersign.device.vectors.Reference.jws;
import static org.countersign.device.vectors.Reference.lp;
import static org.countersign.device.vectors.Reference.sha256;
import static org.countersign.device.vectors.Reference.utf8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/** Makes {@code enrollment.json}: whole enrollments with every value in between. */
final class EnrollmentVectors {
    static final String ORIGIN = "https://app.example.org";
    static final long NOW = 1_796_000_000L;

    private final JsonObject result = new JsonObject();
    private final String name;
    private final String algorithm;
    private final int seedLength;
    private final String policy;
    private final BigInteger enrollmentKey = ReferenceCurve.privateKey("enrollment");
    private final BigInteger serverEphemeral;
    private final BigInteger appEphemeral;
    private final BigInteger deviceKey;
    private final byte[] id;
    private final byte[] ac;

    private EnrollmentVectors(String name, String algorithm, int seedLength, String policy) {
        this.name = name;
        this.algorithm = algorithm;
        this.seedLength = seedLength;
        this.policy = policy;
        this.serverEphemeral = ReferenceCurve.privateKey(name + " server");
        this.appEphemeral = ReferenceCurve.privateKey(name + " app");
        this.deviceKey = ReferenceCurve.privateKey(name + " device");
        this.id = bytes(name + " id", 16);
        this.ac = bytes(name + " ac", 16);
    }

    static JsonObject make() {
        JsonArray cases = new JsonArray();
        cases.add(new EnrollmentVectors("time-based", "SHA256", 32, "TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=2")
                .whole("none"));
        cases.add(new EnrollmentVectors("event-based", "SHA1", 20, "HOTP-SHA1-8;PIN=NONE;PUSH=1").whole("none"));
        cases.add(new EnrollmentVectors("password as second proof", "SHA512", 64, "TOTP-SHA512-7-60;PIN=NONE")
                .whole("password"));
        JsonArray badOffers = new JsonArray();
        JsonArray badAnswers = new JsonArray();
        new EnrollmentVectors("time-based", "SHA256", 32, "TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=2")
                .bad(badOffers, badAnswers);
        return json(
                "page", "docs/formats/enrollment.md",
                "cases", cases,
                "badOffersOfFirstCase", badOffers,
                "badFinishAnswersOfFirstCase", badAnswers);
    }

    private JsonObject whole(String secondProof) {
        put("name", name);
        put("origin", ORIGIN);
        keys();
        boolean isPassword = secondProof.equals("password");
        byte[] fingerprint = Arrays.copyOf(sha256(ReferenceCurve.publicKey(enrollmentKey)), 16);
        byte[] body = ActivationStringVectors.body(1, isPassword ? 1 : 0, id, ac, fingerprint, NOW + 600);
        put("activationLink", ORIGIN + "/enroll#A1" + b64u(body));
        put("ac_hex", hex(ac));
        begin();
        JsonObject payload = offer(secondProof);
        put("offerPayloadJson", payload.toString());
        put("offerJws", jws(offerHeader(enrollmentKey), payload, enrollmentKey));
        derive();
        finish();
        finishAnswer();
        activate();
        return result;
    }

    private void keys() {
        put("enrollmentKeyPrivate_hex", hex(ReferenceCurve.fixed(enrollmentKey)));
        put("enrollmentKeyPublic_hex", hex(ReferenceCurve.publicKey(enrollmentKey)));
        put("serverEphemeralPrivate_hex", hex(ReferenceCurve.fixed(serverEphemeral)));
        put("serverEphemeralPublic_hex", hex(ReferenceCurve.publicKey(serverEphemeral)));
        put("appEphemeralPrivate_hex", hex(ReferenceCurve.fixed(appEphemeral)));
        put("appEphemeralPublic_hex", hex(ReferenceCurve.publicKey(appEphemeral)));
        put("devicePrivate_hex", hex(ReferenceCurve.fixed(deviceKey)));
        put("devicePublic_hex", hex(ReferenceCurve.publicKey(deviceKey)));
    }

    private void begin() {
        String begin = json(
                        "v",
                        1,
                        "enrollment",
                        b64u(id),
                        "key",
                        b64u(ReferenceCurve.publicKey(appEphemeral)),
                        "platform",
                        "linux",
                        "deviceType",
                        "desktop",
                        "os",
                        "Linux 6.1",
                        "app",
                        "Countersign vectors \u00e4\u03a9 1",
                        "pushCapable",
                        true)
                .toString();
        byte[] proofKey = hkdfExpand(hmac(new byte[32], ac), utf8("countersign/begin/v1"), 32);
        put("beginJson", begin);
        put("begin_b64u", b64u(utf8(begin)));
        put("beginProofKey_hex", hex(proofKey));
        put("beginProof_b64u", b64u(hmac(proofKey, utf8(begin))));
    }

    private JsonObject offer(String secondProof) {
        return json(
                "v",
                1,
                "enrollment",
                b64u(id),
                "nonce",
                b64u(bytes(name + " nonce", 32)),
                "key",
                b64u(ReferenceCurve.publicKey(serverEphemeral)),
                "policy",
                policy,
                "organisation",
                "Acme \u2014 M\u00fcller & S\u00f6hne",
                "account",
                "alice",
                "tokenName",
                "Acme alice",
                "secondProof",
                secondProof,
                "exp",
                NOW + 600);
    }

    private static JsonObject offerHeader(BigInteger key) {
        JsonObject header = header("countersign-offer+jwt");
        header.add("jwk", jwk(ReferenceCurve.publicKey(key)));
        return header;
    }

    private void derive() {
        byte[] t = sha256(
                concat(lp(utf8("countersign/enroll/v1")), lp(utf8(get("beginJson"))), lp(utf8(get("offerJws")))));
        byte[] z = ReferenceCurve.agree(appEphemeral, ReferenceCurve.publicKey(serverEphemeral));
        byte[] prk = hmac(ac, z);
        put("transcript_hex", hex(t));
        put("z_hex", hex(z));
        put("prk_hex", hex(prk));
        put("seed_hex", hex(hkdfExpand(prk, concat(utf8("countersign/seed/v1"), t), seedLength)));
        put("kc_hex", hex(hkdfExpand(prk, concat(utf8("countersign/confirm/v1"), t), 32)));
        byte[] code = hkdfExpand(prk, concat(utf8("countersign/code/v1"), t), 4);
        long number = Integer.toUnsignedLong(ByteBuffer.wrap(code).getInt());
        put("code", String.format(Locale.ROOT, "%06d", number % 1_000_000));
    }

    private void finish() {
        String finish = json(
                        "v",
                        1,
                        "enrollment",
                        b64u(id),
                        "begin",
                        b64u(sha256(utf8(get("beginJson")))),
                        "deviceKey",
                        b64u(ReferenceCurve.publicKey(deviceKey)),
                        "name",
                        "My token \u2713",
                        "push",
                        null,
                        "pushEnabled",
                        true)
                .toString();
        byte[] t = Reference.unhex(get("transcript_hex"));
        byte[] hash = sha256(utf8(finish));
        byte[] signed = concat(utf8("countersign/finish/v1"), t, hash);
        put("finishJson", finish);
        put("finish_b64u", b64u(utf8(finish)));
        put("deviceMac_b64u", b64u(hmac(kc(), utf8("countersign/device/v1"), t, hash)));
        put("finishSigned_hex", hex(signed));
        put("finishSignature_b64u", b64u(ReferenceCurve.sign(deviceKey, signed)));
    }

    private void finishAnswer() {
        put("serial", serial());
        put("policy", policy);
        result.addProperty("level", 1);
        byte[] pushKey = ReferenceCurve.publicKey(ReferenceCurve.privateKey("push"));
        put("pushKeyPublic_hex", hex(pushKey));
        JsonObject payload = statement(ORIGIN, serial(), policy);
        put("policyPayloadJson", payload.toString());
        String policyJws = jws(header("countersign-policy+jwt"), payload, enrollmentKey);
        put("policyJws", policyJws);
        put("serverMac_b64u", b64u(serverMac(serial(), policyJws)));
    }

    private String serial() {
        return "CS" + String.format(Locale.ROOT, "%08d", name.length() * 1001);
    }

    private static JsonObject statement(String issuer, String serial, String policy) {
        return json(
                "iss", issuer,
                "sub", serial,
                "policy", policy,
                "level", 1,
                "pushKey", b64u(ReferenceCurve.publicKey(ReferenceCurve.privateKey("push"))),
                "iat", NOW);
    }

    private byte[] serverMac(String serial, String policyJws) {
        return hmac(
                kc(),
                utf8("countersign/server/v1"),
                Reference.unhex(get("transcript_hex")),
                lp(utf8(serial)),
                lp(utf8(policyJws)));
    }

    private void activate() {
        String[] parts = policy.substring(0, policy.indexOf(';')).split("-", -1);
        long counter = parts[0].equals("HOTP") ? 0 : NOW / Long.parseLong(parts[3]) - 1;
        String passcode = hotp(algorithm, Reference.unhex(get("seed_hex")), counter, Integer.parseInt(parts[2]));
        JsonObject payload = json(
                "iss",
                serial(),
                "aud",
                ORIGIN,
                "iat",
                NOW,
                "exp",
                NOW + 120,
                "jti",
                b64u(bytes(name + " jti", 16)),
                "passcode",
                passcode);
        result.addProperty("now", NOW);
        result.addProperty("counter", counter);
        put("passcode", passcode);
        put("activatePayloadJson", payload.toString());
        put("activateJws", jws(header("countersign-activate+jwt"), payload, deviceKey));
    }

    private void bad(JsonArray offers, JsonArray answers) {
        whole("none");
        BigInteger stranger = ReferenceCurve.privateKey("stranger");
        JsonObject payload = offer("none");
        String good = get("offerJws");
        addOffer(offers, "another key that signs for itself", jws(offerHeader(stranger), payload, stranger));
        addOffer(
                offers,
                "the right key in the header, signed by another",
                jws(offerHeader(enrollmentKey), payload, stranger));
        addOffer(offers, "another typ", jws(with(offerHeader(enrollmentKey), "typ", "JWT"), payload, enrollmentKey));
        addOffer(
                offers, "algorithm none", jws(with(offerHeader(enrollmentKey), "alg", "none"), payload, enrollmentKey));
        addOffer(
                offers,
                "critical extension",
                jws(with(offerHeader(enrollmentKey), "crit", "x"), payload, enrollmentKey));
        addOffer(offers, "another enrollment", signed(with(offer("none"), "enrollment", b64u(bytes("strange", 16)))));
        byte[] offCurve = ReferenceCurve.publicKey(serverEphemeral);
        offCurve[64] ^= 1;
        addOffer(offers, "ephemeral key not on the curve", signed(with(offer("none"), "key", b64u(offCurve))));
        addOffer(offers, "unknown second proof", signed(with(offer("none"), "secondProof", "smoke")));
        addOffer(offers, "a field too many", signed(with(offer("none"), "extra", "1")));
        addOffer(offers, "version 2", signed(json("v", 2)));
        for (int i = 3; i < good.length(); i += 97) {
            addOffer(offers, "character " + i + " changed", flipped(good, i));
        }
        badAnswers(answers);
    }

    private void badAnswers(JsonArray answers) {
        String serial = serial();
        String good = get("policyJws");
        byte[] wrongMac = serverMac(serial, good);
        wrongMac[31] ^= 1;
        addAnswer(answers, "MAC wrong", serial, good, wrongMac);
        addAnswer(answers, "another serial beside a right MAC", "CS1", good, serverMac("CS1", good));
        String elsewhere = policyBy(enrollmentKey, statement("https://app.example.com", serial, policy));
        addAnswer(answers, "another origin", serial, elsewhere, serverMac(serial, elsewhere));
        String weaker = policyBy(enrollmentKey, statement(ORIGIN, serial, "TOTP-SHA256-6-30;PIN=NONE;PUSH=1"));
        addAnswer(answers, "another policy than offered", serial, weaker, serverMac(serial, weaker));
        String forged = policyBy(ReferenceCurve.privateKey("stranger"), statement(ORIGIN, serial, policy));
        addAnswer(answers, "signed by another key", serial, forged, serverMac(serial, forged));
        String level = policyBy(enrollmentKey, with(statement(ORIGIN, serial, policy), "level", "1"));
        addAnswer(answers, "level as text", serial, level, serverMac(serial, level));
    }

    private static String policyBy(BigInteger key, JsonObject payload) {
        return jws(header("countersign-policy+jwt"), payload, key);
    }

    private String signed(JsonObject payload) {
        return jws(offerHeader(enrollmentKey), payload, enrollmentKey);
    }

    private static JsonObject with(JsonObject object, String field, String value) {
        object.addProperty(field, value);
        return object;
    }

    private static void addOffer(JsonArray list, String name, String offer) {
        list.add(json("name", name, "offerJws", offer, "code", "server_not_genuine"));
    }

    private static void addAnswer(JsonArray list, String name, String serial, String policy, byte[] mac) {
        list.add(json(
                "name",
                name,
                "serial",
                serial,
                "policyJws",
                policy,
                "serverMac_b64u",
                b64u(mac),
                "code",
                "server_not_genuine"));
    }

    private byte[] kc() {
        return Reference.unhex(get("kc_hex"));
    }

    private void put(String field, String value) {
        result.addProperty(field, value);
    }

    private String get(String field) {
        return result.get(field).getAsString();
    }
}
