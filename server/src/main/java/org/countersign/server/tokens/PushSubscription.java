package org.countersign.server.tokens;

import java.net.URI;

/**
 * Where and how a closed app is reached by web push (RFC 8030). A class that shows nothing of itself: whoever has these
 * can make the phone ring.
 */
public final class PushSubscription {
    private final URI endpoint;
    private final byte[] publicPoint;
    private final byte[] authSecret;

    /**
     * Takes what a browser's subscription says.
     *
     * @param endpoint https address at the push service (http on this machine only)
     * @param publicPoint the browser's P-256 key, 65 bytes
     * @param authSecret 16 bytes
     */
    public PushSubscription(URI endpoint, byte[] publicPoint, byte[] authSecret) {
        this.endpoint = endpoint;
        this.publicPoint = publicPoint.clone();
        this.authSecret = authSecret.clone();
    }

    /** Returns the address at the push service. */
    public URI endpoint() {
        return endpoint;
    }

    /** Returns the browser's key, 65 bytes. */
    public byte[] publicPoint() {
        return publicPoint.clone();
    }

    /** Returns the shared secret, 16 bytes. */
    public byte[] authSecret() {
        return authSecret.clone();
    }

    @Override
    public String toString() {
        return "PushSubscription[" + endpoint.getHost() + "]";
    }
}
