package org.countersign.server.protocol.oidc;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.countersign.server.reactions.Reactions;
import org.countersign.server.virtualservers.VirtualServer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Decides whether an earlier sign-in of this browser answers an application's question: it must be to the same virtual
 * server, not older than allowed, and the application must not have asked for a new one. Also refuses every address
 * that is no issuer's.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest">OpenID Connect Core §3.1.2.1</a>
 */
final class FreshSignIn extends OncePerRequestFilter {
    private final Issuers issuers;
    private final PendingAuthorizations pending;
    private final Reactions reactions;
    private final InstantSource time;

    FreshSignIn(Issuers issuers, PendingAuthorizations pending, Reactions reactions, InstantSource time) {
        this.issuers = issuers;
        this.pending = pending;
        this.reactions = reactions;
        this.time = time;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<VirtualServer> virtualServer = issuers.atPath(request.getRequestURI());
        if (virtualServer.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        if (request.getRequestURI().endsWith("/oauth2/authorize") && !answers(virtualServer.get(), request)) {
            SecurityContextHolder.setContext(SecurityContextHolder.createEmptyContext());
        }
        chain.doFilter(request, response);
    }

    private boolean answers(VirtualServer virtualServer, HttpServletRequest request) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        HttpSession session = request.getSession(false);
        if (session == null
                || authentication == null
                || !(authentication.getPrincipal() instanceof SignedIn who)
                || !who.servesAt(virtualServer.id(), time.instant())
                || reactions.haveEndedSince(
                        virtualServer.id(), who.user(), Instant.ofEpochSecond(who.atEpochSecond()))) {
            return false;
        }
        String prompt = request.getParameter("prompt");
        boolean demanded =
                prompt != null && (List.of(prompt.split(" ")).contains("login") || prompt.contains("select_account"));
        return pending.takeAnswerable(session, virtualServer.slug(), request)
                || (!demanded && youngEnough(who, request.getParameter("max_age")));
    }

    private boolean youngEnough(SignedIn who, @Nullable String maxAge) {
        if (maxAge == null) {
            return true;
        }
        try {
            Instant oldest = time.instant().minusSeconds(Math.clamp(Long.parseLong(maxAge), 0, 86_400));
            return !Instant.ofEpochSecond(who.atEpochSecond()).isBefore(oldest);
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }
}
