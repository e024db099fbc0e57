package org.countersign.server.kernel;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A signed message in JWS compact form, ES256 only (RFC 7515 §3.1, RFC 7518 §3.4). Reading one proves nothing until
 * {@link #isSignedBy} has said yes.
 */
public final class CompactJws {
    private static final int LONGEST = 8192;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{86}");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JWSObject parsed;
    private final JsonNode claims;
    private final String type;

    private CompactJws(JWSObject parsed, JsonNode claims, String type) {
        this.parsed = parsed;
        this.claims = claims;
        this.type = type;
    }

    /** Returns an empty set of claims to fill in. */
    public static ObjectNode newClaims() {
        return JSON.createObjectNode();
    }

    /**
     * Signs {@code claims}.
     *
     * @param type the {@code typ} of the header
     * @param keyId the {@code kid} of the header, or none
     * @param shown the key to show in the header as {@code jwk}, or none
     */
    public static String sign(
            ObjectNode claims, String type, ECPrivateKey key, @Nullable String keyId, @Nullable ECPublicKey shown) {
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType(type));
        if (keyId != null) {
            header.keyID(keyId);
        }
        if (shown != null) {
            header.jwk(new ECKey.Builder(Curve.P_256, shown).build());
        }
        JWSObject message = new JWSObject(header.build(), new Payload(claims.toString()));
        try {
            message.sign(new ECDSASigner(key));
        } catch (JOSEException broken) {
            throw new IllegalStateException("this Java cannot sign ES256", broken);
        }
        return message.serialize();
    }

    /** Reads a message; nothing when it is not ES256 in compact form with a JSON object and a type inside. */
    public static Optional<CompactJws> read(@Nullable String compact) {
        if (compact == null
                || compact.length() > LONGEST
                || !FORM.matcher(compact).matches()
                || !isCanonical(compact)) {
            return Optional.empty();
        }
        try {
            JWSObject parsed = JWSObject.parse(compact);
            JOSEObjectType type = parsed.getHeader().getType();
            JsonNode claims = JSON.readTree(parsed.getPayload().toBytes());
            if (!JWSAlgorithm.ES256.equals(parsed.getHeader().getAlgorithm())
                    || parsed.getHeader().getCriticalParams() != null
                    || type == null
                    || !claims.isObject()) {
                return Optional.empty();
            }
            return Optional.of(new CompactJws(parsed, claims, type.getType()));
        } catch (ParseException | JacksonException notAMessage) {
            return Optional.empty();
        }
    }

    /** The parser forgives trailing bits, which would give one signature several spellings. */
    private static boolean isCanonical(String compact) {
        return Arrays.stream(compact.split("\\.", -1))
                .allMatch(part -> Base64Url.decode(part).isPresent());
    }

    /** Returns the {@code typ} of the header. */
    public String type() {
        return type;
    }

    /** Returns the message as it came. */
    public String compact() {
        return parsed.serialize();
    }

    /** Returns the claims; believe them only after {@link #isSignedBy}. */
    public JsonNode claims() {
        return claims;
    }

    /** Returns a claim that is text, or nothing. */
    public Optional<String> text(String name) {
        JsonNode claim = claims.get(name);
        return claim != null && claim.isString() ? Optional.of(claim.asString()) : Optional.empty();
    }

    /** Returns a claim that is a whole number, or nothing. */
    public Optional<Long> number(String name) {
        JsonNode claim = claims.get(name);
        return claim != null && claim.isIntegralNumber() && claim.canConvertToLong()
                ? Optional.of(claim.asLong())
                : Optional.empty();
    }

    /** Says whether {@code key} made the signature. */
    public boolean isSignedBy(ECPublicKey key) {
        try {
            return parsed.verify(new ECDSAVerifier(key));
        } catch (JOSEException broken) {
            return false;
        }
    }

    /** Returns the bytes of a message as a hash covers them. */
    public static byte[] ascii(String compact) {
        return compact.getBytes(StandardCharsets.US_ASCII);
    }
}
