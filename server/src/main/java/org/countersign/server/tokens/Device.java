package org.countersign.server.tokens;

import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.UUID;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.VirtualServerId;

/**
 * The app instance that holds a token.
 *
 * @param publicKey verifies what the app signs
 * @param platform {@code web}, {@code android}, …
 * @param deviceType {@code phone}, {@code tablet}, {@code desktop}, {@code other}
 * @param os operating system as the app says
 * @param app name and version of the app as it says
 * @param pushCapable whether it can receive push requests at all
 * @param pushEnabled whether its user wants them (Autosend)
 * @param webPush whether it has said how it is reached while it is closed
 * @param settingsAt when its settings were signed last
 */
public record Device(
        UUID id,
        VirtualServerId virtualServer,
        TokenId token,
        String serial,
        ECPublicKey publicKey,
        String platform,
        String deviceType,
        String os,
        String app,
        boolean pushCapable,
        boolean pushEnabled,
        boolean webPush,
        Instant settingsAt,
        Instant lastSeenAt) {

    /** Returns the target for people, for example {@code Android phone}. */
    public String target() {
        return os.isBlank() ? platform : os;
    }
}
