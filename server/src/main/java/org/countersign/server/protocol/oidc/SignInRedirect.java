package org.countersign.server.protocol.oidc;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.stereotype.Component;

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
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader(
                "Location",
                "/o/" + question.get().slug() + "/login/" + question.get().key());
    }
}
