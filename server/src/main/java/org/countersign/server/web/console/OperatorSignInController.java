package org.countersign.server.web.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.regex.Pattern;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorSessions;
import org.countersign.server.users.Operators;
import org.countersign.server.users.PasswordCheck;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** Lets operators in to the console of their virtual server, and out again. */
@Controller
class OperatorSignInController {
    /** What may follow {@code /console/{slug}} in an address to go on to: never another host. */
    private static final Pattern BELOW = Pattern.compile("(/[A-Za-z0-9-]+)*(\\?[A-Za-z0-9%&=_.+-]*)?");

    private final VirtualServers virtualServers;
    private final Operators operators;
    private final OperatorSessions sessions;
    private final OperatorCookie cookie;
    private final CookieCsrfTokenRepository csrfTokens;

    OperatorSignInController(
            VirtualServers virtualServers,
            Operators operators,
            OperatorSessions sessions,
            OperatorCookie cookie,
            CookieCsrfTokenRepository consoleCsrfTokens) {
        this.virtualServers = virtualServers;
        this.operators = operators;
        this.sessions = sessions;
        this.cookie = cookie;
        this.csrfTokens = consoleCsrfTokens;
    }

    @GetMapping("/console")
    ModelAndView whichOrganisation(@RequestParam(defaultValue = "") String organisation) {
        String slug = organisation.strip();
        if (virtualServers.find(slug).isPresent()) {
            return new ModelAndView("redirect:/console/" + slug);
        }
        return new ModelAndView("console/which", Map.of("organisation", slug));
    }

    @GetMapping("/console/{slug}/sign-in")
    ModelAndView form(@PathVariable String slug, @RequestParam(defaultValue = "") String next) {
        return page(virtualServer(slug), "", next, null, HttpStatus.OK);
    }

    @PostMapping("/console/{slug}/sign-in")
    ModelAndView signIn(
            @PathVariable String slug,
            @RequestParam String userName,
            @RequestParam String password,
            @RequestParam(defaultValue = "") String next,
            HttpServletRequest request,
            HttpServletResponse response) {
        VirtualServer virtualServer = virtualServer(slug);
        return switch (operators.checkPassword(virtualServer.id(), userName, password, request.getRemoteAddr())) {
            case PasswordCheck.Accepted<Operator>(Operator operator) -> {
                cookie.read(request).ifPresent(sessions::close);
                cookie.write(response, virtualServer, sessions.open(operator));
                csrfTokens.saveToken(null, request, response);
                yield new ModelAndView("redirect:" + onward(virtualServer, next));
            }
            case PasswordCheck.Refused<Operator> refused ->
                page(virtualServer, userName, next, "wrong", HttpStatus.UNAUTHORIZED);
            case PasswordCheck.Paused<Operator> paused ->
                page(virtualServer, userName, next, "paused", HttpStatus.TOO_MANY_REQUESTS);
        };
    }

    @PostMapping("/console/{slug}/sign-out")
    String signOut(OperatorVisit visit, HttpServletRequest request, HttpServletResponse response) {
        cookie.read(request).ifPresent(sessions::close);
        cookie.remove(response, visit.virtualServer());
        csrfTokens.saveToken(null, request, response);
        return "redirect:" + visit.path("/sign-in");
    }

    private VirtualServer virtualServer(String slug) {
        return virtualServers.find(slug).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static ModelAndView page(
            VirtualServer virtualServer, String userName, String next, @Nullable String problem, HttpStatus status) {
        OperatorSignInPage page = new OperatorSignInPage(virtualServer, userName, next, problem);
        return new ModelAndView("console/sign-in", Map.of("view", page), status);
    }

    private static String onward(VirtualServer virtualServer, String next) {
        String home = "/console/" + virtualServer.slug();
        boolean ours = next.startsWith(home)
                && BELOW.matcher(next.substring(home.length())).matches();
        return ours ? next : home;
    }
}
