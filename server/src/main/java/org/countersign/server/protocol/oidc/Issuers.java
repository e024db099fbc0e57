package org.countersign.server.protocol.oidc;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.stereotype.Component;

/** Each virtual server is an issuer of its own: {@code <pages origin>/o/<slug>}. */
@Component
final class Issuers {
    private static final Pattern PATH =
            Pattern.compile("(?:/\\.well-known/oauth-authorization-server)?/o/([a-z0-9-]{1,40})"
                    + "(?:/oauth2/(?:authorize|token|jwks|revoke)|/userinfo|/connect/logout|/\\.well-known/[a-z-]+)?");

    private final CountersignSettings settings;
    private final VirtualServers virtualServers;

    Issuers(CountersignSettings settings, VirtualServers virtualServers) {
        this.settings = settings;
        this.virtualServers = virtualServers;
    }

    URI of(VirtualServerId virtualServer) {
        return URI.create(settings.pagesOrigin() + "/o/"
                + virtualServers.get(virtualServer).slug());
    }

    /** Finds the virtual server whose issuer a protocol address belongs to; the whole path must be one of ours. */
    Optional<VirtualServer> atPath(String path) {
        Matcher matcher = PATH.matcher(path);
        return matcher.matches() ? virtualServers.find(matcher.group(1)) : Optional.empty();
    }

    /** Returns the virtual server whose issuer is being asked now. */
    Optional<VirtualServer> current() {
        AuthorizationServerContext context = AuthorizationServerContextHolder.getContext();
        if (context == null) {
            return Optional.empty();
        }
        String prefix = settings.pagesOrigin() + "/o/";
        String issuer = context.getIssuer();
        return issuer.startsWith(prefix) ? virtualServers.find(issuer.substring(prefix.length())) : Optional.empty();
    }
}
