package org.countersign.server.web.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.countersign.server.users.OperatorSession;
import org.countersign.server.users.OperatorSessions;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Says which operator a request of the console comes from: the virtual server is the one in the address, and only a
 * session of one of its own operators counts.
 */
final class OperatorFilter extends OncePerRequestFilter {
    private final VirtualServers virtualServers;
    private final OperatorSessions sessions;
    private final OperatorCookie cookie;

    OperatorFilter(VirtualServers virtualServers, OperatorSessions sessions, OperatorCookie cookie) {
        this.virtualServers = virtualServers;
        this.sessions = sessions;
        this.cookie = cookie;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        visit(request).ifPresent(visit -> {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(new PreAuthenticatedAuthenticationToken(visit, "", List.of()));
            SecurityContextHolder.setContext(context);
        });
        chain.doFilter(request, response);
    }

    private Optional<OperatorVisit> visit(HttpServletRequest request) {
        Optional<String> key = cookie.read(request);
        Optional<VirtualServer> virtualServer =
                slug(request.getRequestURI()).flatMap(virtualServers::find).filter(found -> !found.suspended());
        if (key.isEmpty() || virtualServer.isEmpty()) {
            return Optional.empty();
        }
        return sessions.find(virtualServer.get().id(), key.get())
                .filter(session -> session.stage() == OperatorSession.Stage.OPEN)
                .map(session -> new OperatorVisit(virtualServer.get(), session, false));
    }

    /** Returns the second segment of {@code /console/{slug}/…}. */
    static Optional<String> slug(String path) {
        String[] segments = path.split("/", 4);
        return segments.length >= 3 && !segments[2].isEmpty() ? Optional.of(segments[2]) : Optional.empty();
    }
}
