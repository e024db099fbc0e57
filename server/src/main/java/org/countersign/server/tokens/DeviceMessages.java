package org.countersign.server.tokens;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.countersign.server.kernel.CompactJws;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.Reach;
import org.springframework.stereotype.Component;

/**
 * Reads messages that devices sign. It does not ask whether the token is in use, nor whether a message came before: a
 * caller for whom that matters asks itself.
 */
@Component
public final class DeviceMessages {
    private static final Duration TOLERANCE = Duration.ofMinutes(2);

    private final TokenStore tokens;
    private final DeviceStore devices;
    private final CountersignSettings settings;
    private final InstantSource time;

    DeviceMessages(TokenStore tokens, DeviceStore devices, CountersignSettings settings, InstantSource time) {
        this.tokens = tokens;
        this.devices = devices;
        this.settings = settings;
        this.time = time;
    }

    /** Reads {@code jws} as a message of the given {@code typ}. */
    public DeviceMessage read(String jws, String type) {
        enter(jws);
        CompactJws message = CompactJws.read(jws).orElse(null);
        if (message == null || !message.type().equals(type)) {
            return new DeviceMessage.Malformed();
        }
        Optional<String> serial = message.text("iss");
        Optional<Long> issued = message.number("iat");
        Optional<Long> expires = message.number("exp");
        if (serial.isEmpty()
                || issued.isEmpty()
                || expires.isEmpty()
                || message.text("jti").isEmpty()) {
            return new DeviceMessage.Malformed();
        }
        Token token = tokens.find(serial.get()).orElse(null);
        Device device = token == null ? null : devices.find(serial.get()).orElse(null);
        if (token == null || device == null || !message.isSignedBy(device.publicKey())) {
            return new DeviceMessage.NotSigned();
        }
        if (!message.text("aud").equals(Optional.of(settings.appOrigin().toString()))
                || expires.get() - issued.get() > TOLERANCE.toSeconds()) {
            return new DeviceMessage.Malformed();
        }
        long now = time.instant().getEpochSecond();
        boolean tooOld = expires.get() + TOLERANCE.toSeconds() < now;
        boolean tooNew = issued.get() - TOLERANCE.toSeconds() > now;
        return tooOld || tooNew ? new DeviceMessage.ClockSkew() : new DeviceMessage.Genuine(device, token, message);
    }

    /** Lets the work at hand reach the virtual server of the token that {@code jws} names, unproven. */
    public void enter(String jws) {
        CompactJws.read(jws)
                .flatMap(message -> message.text("iss"))
                .flatMap(tokens::home)
                .ifPresent(Reach::enter);
    }

    /** Returns when a genuine message was signed. */
    public static Instant signedAt(CompactJws message) {
        return Instant.ofEpochSecond(message.number("iat").orElseThrow());
    }
}
