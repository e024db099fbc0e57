package org.countersign.server.notification;

import java.net.URI;

/** Where and for whom a web push message is. A class that shows only the host: whoever has the rest can ring the phone. */
public final class WebPushTarget {
    private final URI endpoint;
    private final byte[] publicPoint;
    private final byte[] authSecret;

    /**
     * Takes what a browser's subscription says.
     *
     * @param publicPoint the browser's P-256 key, 65 bytes
     * @param authSecret 16 bytes
     */
    public WebPushTarget(URI endpoint, byte[] publicPoint, byte[] authSecret) {
        this.endpoint = endpoint;
        this.publicPoint = publicPoint.clone();
        this.authSecret = authSecret.clone();
    }

    URI endpoint() {
        return endpoint;
    }

    byte[] publicPoint() {
        return publicPoint.clone();
    }

    byte[] authSecret() {
        return authSecret.clone();
    }

    @Override
    public String toString() {
        return "WebPushTarget[" + endpoint.getHost() + "]";
    }
}
