package org.countersign.server.protocol.oidc;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** Sends a browser whose person must sign in to the login page, and keeps the application's question meanwhile. */
@Component
final class SignInRedirect implements AuthenticationEntryPoint {
    private final Issuers issuers;
    private final PendingAuthorizations pending;

    SignInRedirect(Issuers issuers, PendingAuthorizations pending) {
        this.issuers = issuers;
        this.pending = pending;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        Optional<PendingAuthorization> question = request.getRequestURI().endsWith("/oauth2/authorize")
                ? issuers.atPath(request.getRequestURI()).flatMap(virtualServer -> pending.keep(request, virtualServer))
                : Optional.empty();
        if (question.isEmpty()) {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        String prompt = request.getParameter("prompt");
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader(
                "Location",
                prompt != null && List.of(prompt.split(" ")).contains("none")
                        ? loginRequired(request)
                        : "/o/" + question.get().slug() + "/login/"
                                + question.get().key());
    }

    /**
     * Tells an application that wants no page that a person would have to sign in. Its address was compared with the
     * registered ones before the question came here.
     *
     * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#AuthError">OpenID Connect Core §3.1.2.6</a>
     */
    private static String loginRequired(HttpServletRequest request) {
        String state = request.getParameter("state");
        UriComponentsBuilder address = UriComponentsBuilder.fromUri(URI.create(request.getParameter("redirect_uri")))
                .queryParam("error", "login_required");
        return (state == null ? address : address.queryParam("state", "{state}"))
                .encode()
                .build(state == null ? "" : state)
                .toString();
    }
}
