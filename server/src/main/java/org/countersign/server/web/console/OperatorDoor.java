package org.countersign.server.web.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.regex.Pattern;
import org.countersign.server.authentication.SignIns;
import org.countersign.server.users.OperatorSessions;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/**
 * Hands out and takes back the keys of operators' sessions. With every new key the browser gets a new token for its forms, so that
 * whoever knew the old ones has nothing.
 */
@Component
class OperatorDoor {
    /** What may follow {@code /console/{slug}} in an address to go on to: never another host. */
    private static final Pattern BELOW = Pattern.compile("(/[A-Za-z0-9-]+)*(\\?[A-Za-z0-9%&=_.+-]*)?");

    private static final int LONGEST_NEXT = 500;

    private final VirtualServers virtualServers;
    private final OperatorSessions sessions;
    private final SignIns signIns;
    private final OperatorCookie cookie;
    private final CookieCsrfTokenRepository csrfTokens;

    OperatorDoor(
            VirtualServers virtualServers,
            OperatorSessions sessions,
            SignIns signIns,
            OperatorCookie cookie,
            CookieCsrfTokenRepository consoleCsrfTokens) {
        this.virtualServers = virtualServers;
        this.sessions = sessions;
        this.signIns = signIns;
        this.cookie = cookie;
        this.csrfTokens = consoleCsrfTokens;
    }

    /** Returns the virtual server of an address, or answers that there is none. */
    VirtualServer virtualServer(String slug) {
        return virtualServers.find(slug).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    /** Finds how far the browser has come in the console of this address. */
    Optional<OperatorArrival> find(String slug, HttpServletRequest request) {
        VirtualServer virtualServer = virtualServer(slug);
        return cookie.read(request)
                .flatMap(key -> sessions.find(virtualServer.id(), key)
                        .map(session -> new OperatorArrival(
                                virtualServer,
                                key,
                                session,
                                session.signIn() == null
                                        ? Optional.empty()
                                        : signIns.find(virtualServer.id(), session.signIn())
                                                .filter(signIn -> signIn.user()
                                                        .equals(session.operator()
                                                                .user())))));
    }

    /** Ends whatever session the browser has and gives it this one's key. */
    void replace(HttpServletRequest request, HttpServletResponse response, VirtualServer virtualServer, String key) {
        cookie.read(request).ifPresent(sessions::close);
        hand(request, response, virtualServer, key);
    }

    /** Gives the browser the new key of its session. */
    void hand(HttpServletRequest request, HttpServletResponse response, VirtualServer virtualServer, String key) {
        cookie.write(response, virtualServer, key);
        csrfTokens.saveToken(null, request, response);
    }

    /** Ends the browser's session. */
    void close(HttpServletRequest request, HttpServletResponse response, VirtualServer virtualServer) {
        cookie.read(request).ifPresent(sessions::close);
        cookie.remove(response, virtualServer);
        csrfTokens.saveToken(null, request, response);
    }

    static ModelAndView to(String address) {
        return new ModelAndView("redirect:" + address);
    }

    static ModelAndView toSignIn(String slug) {
        return to("/console/" + slug + "/sign-in");
    }

    /** Returns {@code next} when it lies in this console, and its first page otherwise. */
    static String onward(VirtualServer virtualServer, String next) {
        String home = "/console/" + virtualServer.slug();
        boolean ours = next.length() <= LONGEST_NEXT
                && next.startsWith(home)
                && BELOW.matcher(next.substring(home.length())).matches();
        return ours ? next : home;
    }
}
