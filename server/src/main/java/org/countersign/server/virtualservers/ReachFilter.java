package org.countersign.server.virtualservers;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.countersign.server.kernel.Reach;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Holds each call from outside to its virtual server: the one its address names, or the one that whoever identifies the
 * caller enters. Only an app's calls are for several.
 */
final class ReachFilter extends OncePerRequestFilter {
    /** What comes before a virtual server's name in addresses. */
    private static final Set<String> NAMING = Set.of("o", "console", "portal");

    private final VirtualServers virtualServers;

    ReachFilter(VirtualServers virtualServers) {
        this.virtualServers = virtualServers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        Reach.Extent extent = path.startsWith("/device/") ? Reach.Extent.SEVERAL : Reach.Extent.ONE;
        try {
            Reach.outside(extent, () -> {
                slug(path).flatMap(virtualServers::find).map(VirtualServer::id).ifPresent(Reach::enter);
                pass(request, response, chain);
            });
        } catch (Carried carried) {
            throw carried.failure;
        }
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    private static void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException failure) {
            throw new Carried(failure);
        }
    }

    /** Carries a servlet's failure through work that may fail in one way only. */
    private static final class Carried extends IOException {
        private static final long serialVersionUID = 1;

        private final ServletException failure;

        Carried(ServletException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    /** Returns the second segment of {@code /o/{slug}/…} and its like. */
    private static Optional<String> slug(String path) {
        String[] segments = path.split("/", 4);
        return segments.length >= 3 && NAMING.contains(segments[1]) ? Optional.of(segments[2]) : Optional.empty();
    }
}
