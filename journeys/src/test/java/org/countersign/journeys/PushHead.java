package org.countersign.journeys;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a push message says of itself, held to its standards as a strict push service does it, and written anew from them.
 *
 * @param seconds how long the service may keep it (RFC 8030 §5.2)
 * @param urgency RFC 8030 §5.3
 * @param topic RFC 8030 §5.4
 * @param subject who sends (RFC 8292 §2.1)
 */
record PushHead(int seconds, String urgency, String topic, String subject) {
    private static final Pattern AUTHORIZATION =
            Pattern.compile("vapid t=([\\w-]+)\\.([\\w-]+)\\.([\\w-]+), ?k=([\\w-]{87})");
    private static final int LARGEST_BODY = 4096;
    private static final long LONGEST_TOKEN_SECONDS = 86_400;

    /** The message is not as it must be. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;

        Wrong(int status, String what) {
            super(what);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /**
     * Reads and checks.
     *
     * @param key what the browser subscribed with
     * @param origin of this push service
     */
    static PushHead read(HttpExchange exchange, byte[] body, String key, String origin) throws Wrong {
        require(400, "method", exchange.getRequestMethod().equals("POST"));
        require(400, "Content-Encoding", header(exchange, "Content-Encoding").equals("aes128gcm"));
        require(413, "size", body.length <= LARGEST_BODY);
        // RFC 8188 §2.1: salt, record size, and the sender's key as the id.
        require(
                400,
                "header of the body",
                body.length > 86 && ByteBuffer.wrap(body, 16, 4).getInt() == LARGEST_BODY);
        require(400, "sender's key", body[20] == 65 && body[21] == 4);
        require(400, "TTL", header(exchange, "TTL").matches("[0-9]{1,5}"));
        require(400, "Topic", header(exchange, "Topic").matches("[\\w-]{1,32}"));
        return new PushHead(
                Integer.parseInt(header(exchange, "TTL")),
                header(exchange, "Urgency"),
                header(exchange, "Topic"),
                subject(header(exchange, "Authorization"), key, origin));
    }

    private static String subject(String authorization, String key, String origin) throws Wrong {
        Matcher vapid = AUTHORIZATION.matcher(authorization);
        require(401, "Authorization", vapid.matches());
        require(403, "another key than the subscription's", vapid.group(4).equals(key));
        require(
                401,
                "header of the token",
                json(vapid.group(1)).get("alg").getAsString().equals("ES256"));
        JsonObject claims = json(vapid.group(2));
        require(401, "signature", isSigned(vapid, key));
        require(401, "audience", claims.get("aud").getAsString().equals(origin));
        long left = claims.get("exp").getAsLong() - System.currentTimeMillis() / 1000;
        require(401, "expiry", left > 0 && left <= LONGEST_TOKEN_SECONDS);
        return claims.get("sub").getAsString();
    }

    private static boolean isSigned(Matcher vapid, String key) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initVerify(publicKey(decoded(key)));
            signature.update((vapid.group(1) + "." + vapid.group(2)).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(decoded(vapid.group(3)));
        } catch (GeneralSecurityException no) {
            return false;
        }
    }

    private static PublicKey publicKey(byte[] point) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECPoint place = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(point, 1, 33)),
                new BigInteger(1, Arrays.copyOfRange(point, 33, 65)));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(place, curve.getParameterSpec(ECParameterSpec.class)));
    }

    private static JsonObject json(String part) {
        return JsonParser.parseString(new String(decoded(part), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static void require(int status, String what, boolean right) throws Wrong {
        if (!right) {
            throw new Wrong(status, what);
        }
    }
}
