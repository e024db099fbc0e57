package org.countersign.server.web.shell;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.stream.Collectors;
import org.countersign.server.kernel.CountersignSettings;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Puts the headers that keep a page to itself on every answer, errors too. The content security policy allows nothing
 * but this origin's own files: no inline script or style, no frame, no foreign form target, and no string that a script
 * turns into markup or script (Trusted Types, for which these pages have no exception).
 */
public final class PageHeaders extends OncePerRequestFilter {
    private static final String CSP = "Content-Security-Policy";

    private final boolean https;

    PageHeaders(CountersignSettings settings) {
        this.https = "https".equals(settings.pagesOrigin().getScheme());
    }

    /**
     * Lets the forms of this answer lead to other origins: a browser holds a form to its policy through every redirect
     * that follows, and a sign-in ends at the application.
     *
     * @param targets addresses whose origins are allowed
     */
    public static void allowFormsTo(HttpServletResponse response, Collection<URI> targets) {
        String origins = targets.stream()
                .map(target -> target.getScheme() + "://" + target.getRawAuthority())
                .distinct()
                .collect(Collectors.joining(" "));
        response.setHeader(CSP, policy(origins));
    }

    /** The device API belongs to the app's origin, which has headers of its own. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/device/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader(CSP, policy(""));
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
        response.setHeader("Cache-Control", "no-store");
        if (https) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
        chain.doFilter(request, response);
    }

    private static String policy(String formTargets) {
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                + "connect-src 'self'; form-action 'self'" + (formTargets.isEmpty() ? "" : " " + formTargets)
                + "; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
    }
}
