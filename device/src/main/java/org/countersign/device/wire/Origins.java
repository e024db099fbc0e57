package org.countersign.device.wire;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The origin of a server in its one spelling, and which origins an app talks to.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6454#section-6.2">RFC 6454, section 6.2</a>
 */
public final class Origins {
    private static final Set<String> LOCAL_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    private Origins() {}

    /**
     * {@code scheme://host[:port]} in lower case without the scheme's default port; empty unless it is https, or http to
     * this very machine: enrollment and push refuse plain HTTP everywhere else.
     */
    public static Optional<String> of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        boolean isAllowed = scheme.equals("https") || (scheme.equals("http") && LOCAL_HOSTS.contains(host));
        if (!isAllowed || host.isEmpty() || uri.getRawUserInfo() != null || uri.getPort() > 65535) {
            return Optional.empty();
        }
        boolean isDefaultPort = uri.getPort() == -1 || uri.getPort() == (scheme.equals("https") ? 443 : 80);
        return Optional.of(scheme + "://" + host + (isDefaultPort ? "" : ":" + uri.getPort()));
    }

    /** As {@link #of(URI)}, for a text that must be an origin and nothing more, save a slash at its end. */
    public static Optional<String> parse(String text) {
        try {
            URI uri = new URI(text);
            boolean isBare = uri.getRawPath() != null
                    && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            return isBare ? of(uri) : Optional.empty();
        } catch (java.net.URISyntaxException e) {
            return Optional.empty();
        }
    }
}
