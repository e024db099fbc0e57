package org.countersign.server.protocol.oidc;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.countersign.server.virtualservers.VirtualServer;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcLogoutAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Ends this browser's sign-in when an application signs its user out, and leads back to the application, or to our own
 * page when it named no way back.
 *
 * @see <a href="https://openid.net/specs/openid-connect-rpinitiated-1_0.html">OpenID Connect RP-Initiated Logout</a>
 */
@Component
final class SignOutRedirect implements AuthenticationSuccessHandler {
    private final Issuers issuers;

    SignOutRedirect(Issuers issuers) {
        this.issuers = issuers;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        OidcLogoutAuthenticationToken asked = (OidcLogoutAuthenticationToken) authentication;
        new SecurityContextLogoutHandler().logout(request, response, authentication);
        String back = asked.getPostLogoutRedirectUri();
        if (back == null || back.isBlank()) {
            response.sendRedirect(issuers.current()
                    .map(VirtualServer::slug)
                    .map(slug -> "/o/" + slug + "/signed-out")
                    .orElse("/"));
            return;
        }
        UriComponentsBuilder address = UriComponentsBuilder.fromUri(URI.create(back));
        if (asked.getState() != null && !asked.getState().isBlank()) {
            address.queryParam("state", "{state}");
        }
        response.sendRedirect(address.encode().build(asked.getState()).toString());
    }
}
