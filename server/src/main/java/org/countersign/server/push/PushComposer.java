package org.countersign.server.push;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.countersign.server.kernel.CompactJws;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.PushRequestId;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.places.Place;
import org.countersign.server.places.Places;
import org.countersign.server.policy.PushRules;
import org.countersign.server.tokens.Token;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.KeyPurpose;
import org.countersign.server.virtualservers.SigningKey;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Writes push requests as docs/formats/push-messages.md has them, signed by the virtual server's push key. */
@Component
class PushComposer {
    private static final String TYPE = "countersign-push+jwt";

    /** Longest text of the context: however long a name, the request must fit one web push message of 4 KiB. */
    private static final int LONGEST_TEXT = 80;

    private final VirtualServers virtualServers;
    private final Places places;
    private final CountersignSettings settings;
    private final Randomness randomness;

    PushComposer(VirtualServers virtualServers, Places places, CountersignSettings settings, Randomness randomness) {
        this.virtualServers = virtualServers;
        this.places = places;
        this.settings = settings;
        this.randomness = randomness;
    }

    StoredPush compose(PushOrder order, UserAccount account, Token token, PushRules policy, Instant now) {
        PushRequestId id = new PushRequestId(randomness.newUnguessableId());
        Instant issued = now.truncatedTo(ChronoUnit.SECONDS);
        Instant expires = issued.plus(policy.lifetime());
        Place place = places.find(order.visitor().ip()).orElse(null);
        Map<String, String> context = context(order, account, place);
        SigningKey key = virtualServers.currentKey(order.virtualServer(), KeyPurpose.PUSH);
        ObjectNode claims = CompactJws.newClaims()
                .put("iss", settings.appOrigin().toString())
                .put("aud", token.serial())
                .put("jti", id.toString())
                .put("iat", issued.getEpochSecond())
                .put("exp", expires.getEpochSecond())
                .put("nonce", base64(randomness.bytes(16)));
        ObjectNode shown = claims.putObject("ctx");
        for (String name :
                new String[] {"application", "organisation", "account", "ip", "place", "browser", "os", "protocol"}) {
            if (name.equals("place")) {
                putPlace(shown, place);
            } else {
                shown.put(name, context.get(name));
            }
        }
        claims.putObject("need").put("number", policy.numberDigits()).put("uv", false);
        String jws = CompactJws.sign(claims, TYPE, key.privateKey(), key.id().toString(), null);
        context.put("serial", token.serial());
        context.put("device", token.name() == null ? token.serial() : token.name());
        return new StoredPush(
                id,
                order.virtualServer(),
                order.user(),
                token.id(),
                order.requester(),
                jws,
                hash(jws),
                policy.numberDigits(),
                PushState.PENDING,
                null,
                context,
                now.truncatedTo(ChronoUnit.MICROS),
                expires,
                false,
                false);
    }

    private Map<String, String> context(PushOrder order, UserAccount account, @Nullable Place place) {
        Map<String, String> context = new LinkedHashMap<>();
        put(context, "application", order.application());
        put(context, "organisation", virtualServers.get(order.virtualServer()).name());
        put(context, "account", account.userName());
        put(context, "ip", order.visitor().ip());
        put(context, "place", place == null ? null : place.words());
        put(context, "browser", order.visitor().browser());
        put(context, "os", order.visitor().os());
        put(context, "protocol", order.protocol());
        return context;
    }

    /** The app says it in its user's language, so it gets the country's code instead of words; ADR 0017. */
    private static void putPlace(ObjectNode shown, @Nullable Place place) {
        switch (place) {
            case null -> shown.putNull("place");
            case Place.ThisNetwork own ->
                shown.putObject("place").put("own", true).putNull("country").putNull("city");
            case Place.Somewhere(String country, String city) ->
                shown.putObject("place")
                        .put("own", false)
                        .put("country", country)
                        .put("city", city == null ? null : clean(city));
        }
    }

    private static void put(Map<String, String> context, String name, @Nullable String text) {
        if (text != null) {
            context.put(name, clean(text));
        }
    }

    /** Texts are shown by the app as they are, so nothing that steers a display gets in: no controls, no bidi marks. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .filter(c -> switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                })
                .limit(LONGEST_TEXT)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** Returns {@code b64u(SHA-256(jws))}. */
    static String hash(String jws) {
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(jws.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
