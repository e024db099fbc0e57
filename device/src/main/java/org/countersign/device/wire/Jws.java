package org.countersign.device.wire;

import com.google.gson.JsonObject;
import java.security.interfaces.ECPublicKey;

/**
 * A JSON Web Signature in compact form, ES256 only.
 *
 * <p>What its payload says can be had only by naming the key and the type it must have.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7515#section-3.1">RFC 7515, section 3.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8725#section-3">RFC 8725, section 3</a>
 */
public final class Jws {
    /** The longest message taken, in characters: the largest body that travels. */
    public static final int MAX_LENGTH = 16 * 1024;

    private final String compact;
    private final JsonObject header;
    private final byte[] payload;
    private final byte[] signature;

    private Jws(String compact, JsonObject header, byte[] payload, byte[] signature) {
        this.compact = compact;
        this.header = header;
        this.payload = payload;
        this.signature = signature;
    }

    /**
     * Reads the form, and believes nothing yet.
     *
     * @throws ProtocolException {@code message_malformed} unless it is three base64url parts, the first a JSON object,
     *     the last 64 bytes
     */
    public static Jws parse(String compact) {
        int first = compact.indexOf('.');
        int second = compact.indexOf('.', first + 1);
        if (first < 1 || second < 0 || compact.indexOf('.', second + 1) >= 0 || compact.length() > MAX_LENGTH) {
            throw ProtocolException.malformed("The message is not a signed message in compact form.");
        }
        return new Jws(
                compact,
                Json.parse(Base64Url.decode(compact.substring(0, first))),
                Base64Url.decode(compact.substring(first + 1, second)),
                Base64Url.decode(compact.substring(second + 1), Es256.SIGNATURE_LENGTH));
    }

    /** A signed message with the header {@code alg}, {@code typ} and nothing else. */
    public static String sign(String typ, JsonObject payload, MessageSigner signer) {
        JsonObject header = new JsonObject();
        header.addProperty("alg", "ES256");
        header.addProperty("typ", typ);
        return sign(header, payload, signer);
    }

    /** A signed message with a header of one's own. */
    public static String sign(JsonObject header, JsonObject payload, MessageSigner signer) {
        String input = Base64Url.encode(Octets.utf8(header.toString()))
                + "."
                + Base64Url.encode(Octets.utf8(payload.toString()));
        return input + "." + Base64Url.encode(Es256.sign(signer, Octets.ascii(input)));
    }

    /**
     * The payload, if the message is of this type and signed by this key.
     *
     * @throws ProtocolException {@code message_malformed} for another type, algorithm or header, or a wrong signature
     */
    public Fields verifiedBy(ECPublicKey key, String typ) {
        Fields fields = checkedHeader(typ);
        fields.nothingElse();
        return verifiedPayload(key);
    }

    /** The key in the header of a message of this type: still only a claim, until compared with a known hash. */
    public ECPublicKey claimedKey(String typ) {
        Fields fields = checkedHeader(typ);
        ECPublicKey key = P256.fromJwk(fields.object("jwk"));
        fields.nothingElse();
        return key;
    }

    /** As {@link #verifiedBy}, for a message that carries its key in the header. */
    public Fields verifiedByClaimedKey(ECPublicKey trusted, String typ) {
        if (!Octets.areEqual(P256.encode(claimedKey(typ)), P256.encode(trusted))) {
            throw ProtocolException.malformed("The message is by another key.");
        }
        return verifiedPayload(trusted);
    }

    /** The text as it was received. */
    public String compact() {
        return compact;
    }

    /** {@code b64u(SHA-256(text as received))}: names this very message in an answer. */
    public String hash() {
        return Base64Url.encode(Octets.sha256(Octets.ascii(compact)));
    }

    private Fields checkedHeader(String typ) {
        Fields fields = new Fields(header);
        if (!fields.string("alg", 16).equals("ES256")
                || !fields.string("typ", 64).equals(typ)) {
            throw ProtocolException.malformed("The message is of another type.");
        }
        // A key id may help the writer to find its key; a reader always knows which key it must be.
        fields.optionalString("kid", 128);
        return fields;
    }

    private Fields verifiedPayload(ECPublicKey key) {
        byte[] input = Octets.ascii(compact.substring(0, compact.lastIndexOf('.')));
        if (!Es256.isValid(key, input, signature)) {
            throw ProtocolException.malformed("The message's signature is wrong.");
        }
        return new Fields(Json.parse(payload));
    }
}
