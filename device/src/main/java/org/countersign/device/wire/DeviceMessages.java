package org.countersign.device.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a device signs for one of its tokens, each good for two minutes and for one server.
 *
 * <p>See {@code docs/formats/device-api.md} and {@code docs/formats/push-messages.md}.
 */
public final class DeviceMessages {
    /** How long a signed message is good, in seconds. */
    public static final long LIFE_SECONDS = 120;

    private final String serial;
    private final String origin;
    private final MessageSigner signer;

    /** Signs for the token of this serial, towards the server of this app origin. */
    public DeviceMessages(String serial, String origin, MessageSigner signer) {
        this.serial = serial;
        this.origin = origin;
        this.signer = signer;
    }

    /** What sets one message apart: when it was made, and 16 random bytes as its id. */
    public record Stamp(Instant moment, String id) {
        /** A stamp of this moment and these 16 random bytes. */
        public static Stamp of(Instant moment, byte[] random) {
            if (random.length != 16) {
                throw new IllegalArgumentException("A message id has 16 bytes");
            }
            return new Stamp(moment, Base64Url.encode(random));
        }
    }

    /** 'Any open requests?' */
    public String check(Stamp stamp) {
        return Jws.sign("countersign-check+jwt", claims(stamp), signer);
    }

    /**
     * 'This request was delivered', or opened.
     *
     * @param event {@code delivered} or {@code opened}
     */
    public String receipt(Stamp stamp, String requestId, String event) {
        JsonObject claims = claims(stamp);
        claims.addProperty("req", requestId);
        claims.addProperty("event", event);
        return Jws.sign("countersign-receipt+jwt", claims, signer);
    }

    /** The Autosend switch, the web push subscription and, where it changes, the token's name. */
    public String settings(Stamp stamp, Optional<String> name, boolean pushEnabled, Optional<PushSubscription> push) {
        JsonObject claims = claims(stamp);
        name.ifPresent(value -> claims.addProperty("name", value));
        claims.addProperty("pushEnabled", pushEnabled);
        claims.add("push", push.<JsonElement>map(PushSubscription::toJson).orElse(JsonNull.INSTANCE));
        return Jws.sign("countersign-settings+jwt", claims, signer);
    }

    /** The proof that the token works: its first passcode. */
    public String activation(Stamp stamp, String passcode) {
        JsonObject claims = claims(stamp);
        claims.addProperty("passcode", passcode);
        return Jws.sign("countersign-activate+jwt", claims, signer);
    }

    /**
     * 'Is this the right PIN?'
     *
     * @param proof see {@link org.countersign.otp.PinProof}
     */
    public String pinCheck(Stamp stamp, byte[] proof) {
        JsonObject claims = claims(stamp);
        claims.addProperty("proof", Base64Url.encode(proof));
        return Jws.sign("countersign-pin-check+jwt", claims, signer);
    }

    /** 'This is my new server PIN'; both PINs travel beside it. */
    public String pinChange(Stamp stamp) {
        return Jws.sign("countersign-pin-change+jwt", claims(stamp), signer);
    }

    /**
     * 'Yes, it is me', bound to exactly what was shown.
     *
     * @param number the digits as typed, where the request needs them
     * @param verified whether the app verified its user for this answer
     */
    public String approval(
            Stamp stamp, PushRequest request, Optional<String> number, String passcode, boolean verified) {
        return answer(stamp, request, "approve", null, number.orElse(null), passcode, verified);
    }

    /**
     * 'No.'
     *
     * @param reason {@code cancelled} or {@code not_me}
     */
    public String denial(Stamp stamp, PushRequest request, String reason) {
        return answer(stamp, request, "deny", reason, null, null, false);
    }

    private String answer(
            Stamp stamp,
            PushRequest request,
            String decision,
            @Nullable String reason,
            @Nullable String number,
            @Nullable String passcode,
            boolean verified) {
        JsonObject claims = claims(stamp);
        claims.addProperty("req", request.id());
        claims.addProperty("nonce", request.nonce());
        claims.addProperty("rh", request.hash());
        claims.addProperty("decision", decision);
        claims.add("reason", textOrNull(reason));
        claims.add("number", textOrNull(number));
        claims.add("passcode", textOrNull(passcode));
        claims.addProperty("uv", verified);
        return Jws.sign("countersign-answer+jwt", claims, signer);
    }

    private JsonObject claims(Stamp stamp) {
        long issuedAt = stamp.moment().getEpochSecond();
        JsonObject claims = new JsonObject();
        claims.addProperty("iss", serial);
        claims.addProperty("aud", origin);
        claims.addProperty("iat", issuedAt);
        claims.addProperty("exp", issuedAt + LIFE_SECONDS);
        claims.addProperty("jti", stamp.id());
        return claims;
    }

    private static JsonElement textOrNull(@Nullable String text) {
        return text == null ? JsonNull.INSTANCE : new JsonPrimitive(text);
    }
}
