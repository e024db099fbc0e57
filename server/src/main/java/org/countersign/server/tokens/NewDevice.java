package org.countersign.server.tokens;

import java.security.interfaces.ECPublicKey;
import org.jspecify.annotations.Nullable;

/** What an app says of itself when it enrolls; fields as in {@link Device}. */
public record NewDevice(
        ECPublicKey publicKey,
        String platform,
        String deviceType,
        String os,
        String app,
        boolean pushCapable,
        boolean pushEnabled,
        @Nullable PushSubscription push) {}
