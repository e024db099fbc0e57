package org.countersign.device;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.countersign.device.wire.Base64Url;
import org.countersign.device.wire.ErrorCodes;
import org.countersign.device.wire.Fields;
import org.countersign.device.wire.Json;
import org.countersign.device.wire.P256;
import org.countersign.device.wire.ProtocolException;
import org.countersign.device.wire.PushRequest;

/** How push requests of one server reach the phone while it runs: by asking, and by the live stream. */
final class OpenRequests {
    private static final Set<String> EVENTS = Set.of("request", "ended", "revoked");

    private final Platform platform;
    private final Vault vault;
    private final String origin;
    private final DeviceApi api;

    OpenRequests(Platform platform, Vault vault, String origin) {
        this.platform = platform;
        this.vault = vault;
        this.origin = origin;
        this.api = new DeviceApi(platform.transport(), origin);
    }

    CheckReport check(List<String> checks) throws IOException {
        Instant serverTime = platform.clock().instant();
        List<PushRequest> requests = new ArrayList<>();
        Map<String, String> states = new HashMap<>();
        int dropped = 0;
        for (int i = 0; i < checks.size(); i += Checks.MAX_TOKENS) {
            List<String> some = checks.subList(i, Math.min(checks.size(), i + Checks.MAX_TOKENS));
            Fields answer = api.post("check", Checks.body(some));
            serverTime = Instant.ofEpochSecond(answer.number("serverTime"));
            for (Fields token : answer.objects("tokens", Checks.MAX_TOKENS)) {
                String serial = token.string("serial", 64);
                String state = token.optionalString("state", 32)
                        .or(() -> token.optionalString("code", 64))
                        .orElse("UNKNOWN");
                states.put(serial, state);
                for (String jws : token.isAbsent("requests") ? List.<String>of() : token.strings("requests", 100)) {
                    Optional<PushRequest> request = genuine(serial, jws, serverTime);
                    request.ifPresent(requests::add);
                    dropped += request.isPresent() ? 0 : 1;
                }
            }
        }
        return new CheckReport(serverTime, List.copyOf(requests), Map.copyOf(states), dropped);
    }

    void follow(List<String> checks, Predicate<LiveEvent> sink) throws IOException {
        try (Transport.StreamReply stream = api.open("stream", streamBody(checks))) {
            EventStreamReader events = new EventStreamReader(stream.body());
            for (Optional<EventStreamReader.Event> event = events.next(); event.isPresent(); event = events.next()) {
                Optional<LiveEvent> news = read(event.get());
                if (news.isPresent() && !sink.test(news.get())) {
                    return;
                }
            }
        }
    }

    static String streamBody(List<String> checks) {
        return Checks.body(checks.subList(0, Math.min(checks.size(), Checks.MAX_TOKENS)))
                .toString();
    }

    private Optional<LiveEvent> read(EventStreamReader.Event event) {
        if (!EVENTS.contains(event.name())) {
            return Optional.empty();
        }
        Fields data = new Fields(Json.parse(event.data()));
        String serial = data.string("serial", 64);
        return switch (event.name()) {
            case "request" ->
                Optional.of(genuine(
                                serial,
                                data.string("request", 16 * 1024),
                                platform.clock().instant())
                        .<LiveEvent>map(LiveEvent.Requested::new)
                        .orElseGet(() -> new LiveEvent.Dropped(serial)));
            case "ended" -> Optional.of(new LiveEvent.Ended(serial, data.uuid("request"), data.string("state", 32)));
            default -> {
                vault.token(origin, serial)
                        .ifPresent(token -> vault.update(token.id(), now -> now.withState(TokenRecord.State.REVOKED)));
                yield Optional.of(new LiveEvent.Revoked(serial));
            }
        };
    }

    private Optional<PushRequest> genuine(String serial, String jws, Instant now) {
        try {
            return Optional.of(verified(serial, jws, now));
        } catch (ProtocolException e) {
            return Optional.empty();
        }
    }

    PushRequest verified(String serial, String jws, Instant now) {
        TokenRecord token = vault.token(origin, serial).orElseThrow(OpenRequests::unknownToken);
        return PushRequest.verified(jws, P256.decode(Base64Url.decode(token.pushKey())), origin, serial, now);
    }

    static ProtocolException unknownToken() {
        return new ProtocolException(ErrorCodes.TOKEN_UNKNOWN, "This device has no active token for that.");
    }
}
