package org.countersign.cli.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A statement in JWS compact form with its claims; believe them only when {@link #signer} says who signed. */
final class SignedStatement {
    private final String compact;
    private final JsonLine header;
    private final JsonLine claims;

    private SignedStatement(String compact, JsonLine header, JsonLine claims) {
        this.compact = compact;
        this.header = header;
        this.claims = claims;
    }

    static SignedStatement read(String compact) throws JsonLine.Unreadable {
        String[] parts = compact.split("\\.", -1);
        if (parts.length != 3) {
            throw new JsonLine.Unreadable("a statement is not in JWS compact form");
        }
        return new SignedStatement(
                compact,
                JsonLine.read(new String(bytes(parts[0]), StandardCharsets.UTF_8)),
                JsonLine.read(new String(bytes(parts[1]), StandardCharsets.UTF_8)));
    }

    JsonLine claims() {
        return claims;
    }

    /** Returns the key that signed this as a statement of {@code type}, or nothing. */
    @Nullable
    AuditKey signer(String type, Map<String, AuditKey> keys) throws JsonLine.Unreadable {
        AuditKey key = keys.get(claims.text("key"));
        int end = compact.lastIndexOf('.');
        boolean signed = key != null
                && header.text("alg").equals("ES256")
                && header.text("typ").equals(type)
                && key.signed(
                        compact.substring(0, end).getBytes(StandardCharsets.US_ASCII),
                        bytes(compact.substring(end + 1)));
        return signed ? key : null;
    }

    /** Returns SHA-256 of the statement, base64url. */
    String hash() {
        return text(sha256().digest(compact.getBytes(StandardCharsets.US_ASCII)));
    }

    static byte[] bytes(String text) throws JsonLine.Unreadable {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException other) {
            throw new JsonLine.Unreadable("something is not base64url");
        }
    }

    static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
