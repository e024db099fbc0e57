package org.countersign.server.web.shell;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.countersign.server.kernel.CountersignSettings;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Makes every request to the pages look as if it had asked for the configured origin. Whatever builds an address from a
 * request (issuers, redirects, discovery) then builds it from the configuration, and a forged Host or forwarded header
 * changes nothing.
 */
final class ConfiguredOrigin extends OncePerRequestFilter {
    private final URI origin;

    ConfiguredOrigin(CountersignSettings settings) {
        this.origin = settings.pagesOrigin();
    }

    /** The device API belongs to the app's origin, which has headers of its own. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/device/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(new AtOrigin(request, origin), response);
    }

    private static final class AtOrigin extends HttpServletRequestWrapper {
        private final URI origin;

        AtOrigin(HttpServletRequest request, URI origin) {
            super(request);
            this.origin = origin;
        }

        @Override
        public String getScheme() {
            return origin.getScheme();
        }

        @Override
        public boolean isSecure() {
            return "https".equals(origin.getScheme());
        }

        @Override
        public String getServerName() {
            return origin.getHost();
        }

        @Override
        public int getServerPort() {
            if (origin.getPort() >= 0) {
                return origin.getPort();
            }
            return isSecure() ? 443 : 80;
        }

        @Override
        public StringBuffer getRequestURL() {
            return new StringBuffer(origin.toString()).append(getRequestURI());
        }
    }
}
