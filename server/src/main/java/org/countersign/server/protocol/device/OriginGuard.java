package org.countersign.server.protocol.device;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.countersign.server.kernel.CountersignSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Keeps the two origins apart, before anything else looks at a request: on the app's host only the device API and the
 * app's files, on the pages' host everything but those, on any other host nothing at all (421), so that no page is ever
 * served under a name, and no link built from one, that is not configured. Health answers on any host: balancers call by
 * address.
 */
final class OriginGuard implements Filter {
    private static final Pattern POSTED = Pattern.compile(
            "/device/v1/(enroll/(typed|begin|finish|activate)|check|pin/(check|change)|stream|answer|receipt|settings)");
    private static final String CONFIG = "/device/v1/config";
    private static final String HEALTH = "/actuator/health";
    private static final String HSTS = "max-age=31536000; includeSubDomains";

    private final AppFiles files;
    private final String appAuthority;
    private final String pagesAuthority;
    private final URI pages;
    private final boolean isAppSecure;
    private final boolean arePagesSecure;

    OriginGuard(CountersignSettings settings, AppFiles files) {
        this.files = files;
        this.appAuthority = authority(settings.appOrigin());
        this.pagesAuthority = authority(settings.pagesOrigin());
        this.pages = settings.pagesOrigin();
        this.isAppSecure = "https".equals(settings.appOrigin().getScheme());
        this.arePagesSecure = "https".equals(settings.pagesOrigin().getScheme());
    }

    @Override
    public void doFilter(ServletRequest any, ServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) any;
        HttpServletResponse response = (HttpServletResponse) answer;
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        String host = normal(request.getHeader(HttpHeaders.HOST));
        if (path.equals(HEALTH) || path.startsWith(HEALTH + "/")) {
            chain.doFilter(request, response);
        } else if (appAuthority.equals(host)) {
            onAppOrigin(request, response, chain);
        } else if (!pagesAuthority.equals(host)) {
            say(
                    response,
                    HttpServletResponse.SC_MISDIRECTED_REQUEST,
                    "This server is not known by that name. Open " + pages + " instead.");
        } else if (path.equals("/device") || path.startsWith("/device/")) {
            say(response, HttpServletResponse.SC_NOT_FOUND, "There is nothing here.");
        } else {
            if (arePagesSecure) {
                response.setHeader("Strict-Transport-Security", HSTS);
            }
            chain.doFilter(request, response);
        }
    }

    private void onAppOrigin(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        secure(response);
        // As it was sent: what needs decoding to look like a call is none.
        String path = request.getRequestURI();
        String method = request.getMethod();
        boolean isRead = method.equals("GET") || method.equals("HEAD");
        if (path.equals(CONFIG) || POSTED.matcher(path).matches()) {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            boolean fits = path.equals(CONFIG) ? isRead : method.equals("POST");
            if (fits) {
                chain.doFilter(request, response);
            } else {
                response.setHeader(HttpHeaders.ALLOW, path.equals(CONFIG) ? "GET, HEAD" : "POST");
                say(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Not with this method.");
            }
        } else if (isRead) {
            files.serve(request, response);
        } else {
            say(response, HttpServletResponse.SC_NOT_FOUND, "There is nothing here.");
        }
    }

    private void secure(HttpServletResponse response) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader(
                "Permissions-Policy", "camera=(self), clipboard-write=(self), geolocation=(), microphone=()");
        if (isAppSecure) {
            response.setHeader("Strict-Transport-Security", HSTS);
        }
    }

    static void say(HttpServletResponse response, int status, String sentence) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getOutputStream().write((sentence + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the Host header a browser sends for an origin: without the scheme's usual port. */
    private static String authority(URI origin) {
        boolean usual = origin.getPort() < 0 || origin.getPort() == ("https".equals(origin.getScheme()) ? 443 : 80);
        String host = origin.getHost().toLowerCase(Locale.ROOT);
        return usual ? host : host + ":" + origin.getPort();
    }

    private String normal(@Nullable String host) {
        if (host == null) {
            return "";
        }
        String lower = host.toLowerCase(Locale.ROOT);
        // A client may name the usual port as well (RFC 9110 §7.2).
        String usual = arePagesSecure ? ":443" : ":80";
        return lower.endsWith(usual) ? lower.substring(0, lower.length() - usual.length()) : lower;
    }
}
