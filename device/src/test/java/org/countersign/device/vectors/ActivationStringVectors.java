package org.countersign.device.vectors;

import static org.countersign.device.vectors.Reference.b64u;
import static org.countersign.device.vectors.Reference.bytes;
import static org.countersign.device.vectors.Reference.concat;
import static org.countersign.device.vectors.Reference.hex;
import static org.countersign.device.vectors.Reference.json;
import static org.countersign.device.vectors.Reference.sha256;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes {@code activation-string.json}. */
final class ActivationStringVectors {
    static final long EXPIRY = 1_796_000_600L;
    private static final String ORIGIN = "https://app.example.org";

    private ActivationStringVectors() {}

    static JsonObject make() {
        return json(
                "page",
                "docs/formats/activation-string.md",
                "good",
                good(),
                "bad",
                bad(),
                "refusedLater",
                refusedLater());
    }

    static byte[] body(int version, int flags, byte[] id, byte[] ac, byte[] fingerprint, long expiry) {
        byte[] checked = concat(
                new byte[] {(byte) version, (byte) flags},
                id,
                ac,
                fingerprint,
                ByteBuffer.allocate(4).putInt((int) expiry).array());
        return concat(checked, Arrays.copyOf(sha256(checked), 2));
    }

    private static byte[] sample(int version, int flags) {
        return body(version, flags, bytes("id", 16), bytes("ac", 16), bytes("fingerprint", 16), EXPIRY);
    }

    private static String code() {
        return "A1" + b64u(sample(1, 0));
    }

    private static JsonArray good() {
        JsonArray good = new JsonArray();
        String code = code();
        good.add(entry("bare string", code, null, sample(1, 0)));
        good.add(entry("after the hash sign", "#" + code, null, sample(1, 0)));
        good.add(entry("link", ORIGIN + "/enroll#" + code, ORIGIN, sample(1, 0)));
        good.add(entry(
                "link with upper-case host and default port",
                "HTTPS://App.Example.ORG:443/enroll#" + code,
                ORIGIN,
                sample(1, 0)));
        good.add(entry(
                "link with a port",
                "https://app.example.org:8443/enroll#" + code,
                "https://app.example.org:8443",
                sample(1, 0)));
        good.add(entry(
                "plain http on this machine",
                "http://localhost:8081/enroll#" + code,
                "http://localhost:8081",
                sample(1, 0)));
        good.add(entry(
                "folded by a mail program",
                "  " + code.substring(0, 40) + "\r\n \t" + code.substring(40) + "\n",
                null,
                sample(1, 0)));
        good.add(entry("no-break space in front", "\u00a0" + code, null, sample(1, 0)));
        byte[] password = sample(1, 1);
        good.add(entry("password as second proof", "A1" + b64u(password), null, password));
        byte[] late = body(1, 0, new byte[16], bytes("other", 16), bytes("fingerprint", 16), 0xffffffffL);
        good.add(entry("latest expiry, id of zeros", "A1" + b64u(late), null, late));
        return good;
    }

    private static JsonObject entry(String name, String text, @Nullable String origin, byte[] body) {
        ByteBuffer buffer = ByteBuffer.wrap(body);
        return json(
                "name",
                name,
                "text",
                text,
                "code",
                "A1" + b64u(body),
                "origin",
                origin,
                "enrollment_uuid",
                new UUID(buffer.getLong(2), buffer.getLong(10)),
                "enrollment_b64u",
                b64u(Arrays.copyOfRange(body, 2, 18)),
                "ac_hex",
                hex(Arrays.copyOfRange(body, 18, 34)),
                "keyFingerprint_hex",
                hex(Arrays.copyOfRange(body, 34, 50)),
                "expiry",
                Integer.toUnsignedLong(buffer.getInt(50)),
                "passwordAsked",
                body[1] == 1);
    }

    private static JsonArray bad() {
        JsonArray bad = new JsonArray();
        String code = code();
        byte[] wrongCheck = sample(1, 0);
        wrongCheck[20] ^= 1;
        add(bad, "empty", "");
        add(bad, "prefix only", "A1");
        add(bad, "no prefix", code.substring(2));
        add(bad, "lower-case prefix", "a" + code.substring(1));
        add(bad, "another prefix", "A2" + code.substring(2));
        add(bad, "one character short", code.substring(0, code.length() - 1));
        add(bad, "one character long", code + "A");
        add(bad, "padding", code + "=");
        add(bad, "plus sign", code.substring(0, 10) + "+" + code.substring(11));
        add(bad, "one bit wrong", "A1" + b64u(wrongCheck));
        add(bad, "trailing bits not zero", code.substring(0, code.length() - 1) + nextCharacter(code));
        add(bad, "version 2", "A1" + b64u(sample(2, 0)));
        add(bad, "unknown flag", "A1" + b64u(sample(1, 2)));
        add(bad, "another path", ORIGIN + "/other#" + code);
        add(bad, "a query", ORIGIN + "/enroll?x=1#" + code);
        add(bad, "user name in the link", "https://me@app.example.org/enroll#" + code);
        add(bad, "plain http elsewhere", "http://app.example.org/enroll#" + code);
        add(bad, "not a web address", "javascript:/enroll#" + code);
        add(bad, "two hash signs", ORIGIN + "/enroll##" + code);
        add(bad, "full-width letter", "\uff21" + code.substring(1));
        return bad;
    }

    /** The last of 75 characters carries four unused bits. */
    private static char nextCharacter(String code) {
        return (char) (code.charAt(code.length() - 1) + 1);
    }

    private static JsonArray refusedLater() {
        JsonArray list = new JsonArray();
        String link = ORIGIN + "/enroll#" + code();
        list.add(json(
                "name",
                "at its expiry",
                "text",
                link,
                "appOrigin",
                ORIGIN,
                "now",
                EXPIRY,
                "code",
                "activation_expired"));
        list.add(json("name", "one second before", "text", link, "appOrigin", ORIGIN, "now", EXPIRY - 1, "code", null));
        list.add(json(
                "name",
                "another server",
                "text",
                link,
                "appOrigin",
                "https://app.example.com",
                "now",
                EXPIRY - 1,
                "code",
                "activation_other_server"));
        return list;
    }

    private static void add(JsonArray bad, String name, String text) {
        bad.add(json("name", name, "text", text, "code", "activation_malformed"));
    }
}
