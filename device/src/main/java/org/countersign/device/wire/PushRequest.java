package org.countersign.device.wire;

import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A push request of the right server for the right token: 'somebody signs in as you'.
 *
 * @param id push request id
 * @param origin app origin of the server that asks
 * @param serial the token it is for
 * @param hash {@code rh}: names this very message in the answer
 * @param nonce repeated in the answer
 * @param issuedAt when the server made it
 * @param expiry when it ends, by the server's clock
 * @param context what people are shown, never to be interpreted
 * @param numberLength digits of the number to be typed: 0, 2 or 6
 * @param verificationNeeded whether the app must verify its user before it approves
 */
public record PushRequest(
        String id,
        String origin,
        String serial,
        String hash,
        String nonce,
        Instant issuedAt,
        Instant expiry,
        Context context,
        int numberLength,
        boolean verificationNeeded) {
    /** The type in the header of a push request. */
    public static final String TYP = "countersign-push+jwt";

    /** How far the clocks of device and server may differ. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(2);

    private static final long MAX_LIFE_SECONDS = 90;

    /**
     * What a person sees.
     *
     * @param application the protected resource
     * @param organisation the virtual server
     * @param account the user name
     * @param ip the address that the sign-in comes from
     * @param place where that address seems to be, if known
     * @param browser the browser, if known
     * @param os the operating system, if known
     * @param protocol {@code oidc}, {@code rest}, {@code radius} …
     */
    public record Context(
            String application,
            String organisation,
            String account,
            String ip,
            Optional<Place> place,
            Optional<String> browser,
            Optional<String> os,
            String protocol) {}

    /**
     * Reads a push request and believes it only if this token's server signed it for this token, and it is open.
     *
     * @param pushKey the key that the app learned at enrollment
     * @throws ProtocolException {@code request_not_genuine}, or {@code request_expired} when its time is up by this
     *     device's clock, with 120 seconds of tolerance
     */
    public static PushRequest verified(String compact, ECPublicKey pushKey, String origin, String serial, Instant now) {
        PushRequest request;
        try {
            Jws jws = Jws.parse(compact);
            request = read(jws.hash(), jws.verifiedBy(pushKey, TYP));
        } catch (ProtocolException e) {
            throw notGenuine();
        }
        if (!request.origin.equals(origin) || !request.serial.equals(serial)) {
            throw notGenuine();
        }
        if (now.isAfter(request.expiry.plus(CLOCK_TOLERANCE))
                || now.isBefore(request.issuedAt.minus(CLOCK_TOLERANCE))) {
            throw new ProtocolException("request_expired", "This request is no longer open.");
        }
        return request;
    }

    private static PushRequest read(String hash, Fields claims) {
        long issuedAt = claims.number("iat");
        long expiry = claims.number("exp");
        Fields need = claims.object("need");
        long digits = need.number("number");
        if (expiry <= issuedAt || expiry - issuedAt > MAX_LIFE_SECONDS || (digits != 0 && digits != 2 && digits != 6)) {
            throw notGenuine();
        }
        Fields context = claims.object("ctx");
        PushRequest request = new PushRequest(
                claims.uuid("jti"),
                claims.string("iss", 256),
                claims.string("aud", 64),
                hash,
                Base64Url.encode(claims.octets("nonce", 16)),
                Instant.ofEpochSecond(issuedAt),
                Instant.ofEpochSecond(expiry),
                context(context),
                (int) digits,
                need.bool("uv"));
        context.nothingElse();
        need.nothingElse();
        claims.nothingElse();
        return request;
    }

    private static Context context(Fields context) {
        return new Context(
                context.string("application", 256),
                context.string("organisation", 256),
                context.string("account", 256),
                context.string("ip", 64),
                context.isAbsent("place") ? Optional.empty() : Optional.of(Place.read(context.object("place"))),
                context.optionalString("browser", 256),
                context.optionalString("os", 256),
                context.string("protocol", 32));
    }

    private static ProtocolException notGenuine() {
        return new ProtocolException(
                ErrorCodes.REQUEST_NOT_GENUINE, "A push request was not by this token's server and has been dropped.");
    }
}
