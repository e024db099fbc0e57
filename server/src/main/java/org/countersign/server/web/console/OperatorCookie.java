package org.countersign.server.web.console;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.users.OperatorSessions;
import org.countersign.server.virtualservers.VirtualServer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/**
 * The cookie with the key of an operator's session. It goes to the console of one virtual server only, never to login
 * pages, and never along with a request that another site caused.
 */
@Component
class OperatorCookie {
    static final String NAME = "countersign_operator";

    private final boolean secure;

    OperatorCookie(CountersignSettings settings) {
        this.secure = "https".equals(settings.pagesOrigin().getScheme());
    }

    Optional<String> read(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(NAME) && !cookie.getValue().isEmpty()) {
                return Optional.of(cookie.getValue());
            }
        }
        return Optional.empty();
    }

    void write(HttpServletResponse response, VirtualServer virtualServer, String key) {
        set(response, virtualServer, key, OperatorSessions.LONGEST);
    }

    void remove(HttpServletResponse response, VirtualServer virtualServer) {
        set(response, virtualServer, "", Duration.ZERO);
    }

    private void set(HttpServletResponse response, VirtualServer virtualServer, String value, Duration age) {
        ResponseCookie cookie = ResponseCookie.from(NAME, value)
                .path("/console/" + virtualServer.slug())
                .httpOnly(true)
                .secure(secure)
                .sameSite("Strict")
                .maxAge(age)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }
}
