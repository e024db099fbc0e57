package org.countersign.acmewiki;

import java.net.URI;

/** What the wiki needs to know to sign people in. A class, not a record: its secret must not be printed. */
public final class WikiSettings {
    private final URI origin;
    private final URI issuer;
    private final String clientId;
    private final String clientSecret;

    /**
     * Takes the wiki's own origin, for example {@code http://127.0.0.1:8082}, and what it was registered with.
     *
     * @param issuer the issuer, without a slash at the end
     */
    public WikiSettings(URI origin, URI issuer, String clientId, String clientSecret) {
        this.origin = origin;
        this.issuer = issuer;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
    }

    /** Returns where a wiki on {@code origin} takes people back after they signed in: to be registered exactly. */
    public static URI redirectUri(URI origin) {
        return origin.resolve("/callback");
    }

    /** Returns where a wiki on {@code origin} takes people back after they signed out: to be registered exactly. */
    public static URI afterSignOut(URI origin) {
        return origin.resolve("/");
    }

    URI origin() {
        return origin;
    }

    URI issuer() {
        return issuer;
    }

    String clientId() {
        return clientId;
    }

    String clientSecret() {
        return clientSecret;
    }

    @Override
    public String toString() {
        return "WikiSettings[" + origin + ", " + issuer + ", " + clientId + "]";
    }
}
