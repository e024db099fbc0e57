package org.countersign.server.web.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.countersign.server.authentication.OperatorSignIns;
import org.countersign.server.authentication.OperatorStep;
import org.countersign.server.authentication.SignIn;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorSession;
import org.countersign.server.users.OperatorSessions;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The first step of operators into the console of their virtual server, and the last out of it. */
@Controller
@Open("whoever signs in has no permissions yet, and everybody may leave")
class OperatorSignInController {
    /** No name or password is longer; more is refused before it costs anything. */
    private static final int LONGEST = 256;

    private final VirtualServers virtualServers;
    private final OperatorSignIns signIns;
    private final OperatorSessions sessions;
    private final OperatorDoor door;

    OperatorSignInController(
            VirtualServers virtualServers, OperatorSignIns signIns, OperatorSessions sessions, OperatorDoor door) {
        this.virtualServers = virtualServers;
        this.signIns = signIns;
        this.sessions = sessions;
        this.door = door;
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
        return page(door.virtualServer(slug), "", next, null, HttpStatus.OK);
    }

    @PostMapping("/console/{slug}/sign-in")
    ModelAndView signIn(
            @PathVariable String slug,
            @RequestParam(defaultValue = "") String userName,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String next,
            HttpServletRequest request,
            HttpServletResponse response) {
        VirtualServer virtualServer = door.virtualServer(slug);
        String name = userName.strip();
        if (name.isEmpty() || name.length() > LONGEST || password.isEmpty()) {
            return page(virtualServer, name, next, "wrong", HttpStatus.UNAUTHORIZED);
        }
        Visitor visitor = Visitor.of(request.getRemoteAddr(), request.getHeader(HttpHeaders.USER_AGENT));
        String onward = OperatorDoor.onward(virtualServer, next);
        return switch (signIns.begin(virtualServer.id(), visitor, name, password)) {
            case OperatorStep.SecondFactorNext(Operator operator, SignIn signIn) -> {
                String key = sessions.begin(operator, OperatorSession.Stage.FACTOR, signIn.id(), onward);
                door.replace(request, response, virtualServer, key);
                yield OperatorDoor.to("/console/" + slug + "/sign-in/step");
            }
            case OperatorStep.EnrollNext(Operator operator, SignIn signIn) -> {
                String key = sessions.begin(operator, OperatorSession.Stage.ENROLL, signIn.id(), onward);
                door.replace(request, response, virtualServer, key);
                yield OperatorDoor.to("/console/" + slug + "/sign-in/enroll");
            }
            case OperatorStep.PasswordIsEnough(Operator operator) -> {
                String key = sessions.openWithPassword(operator, visitor.ip());
                door.replace(request, response, virtualServer, key);
                yield OperatorDoor.to(onward);
            }
            case OperatorStep.AuthenticatorOutOfUse out ->
                page(virtualServer, name, next, "out-of-use", HttpStatus.FORBIDDEN);
            case OperatorStep.Refused refused -> page(virtualServer, name, next, "wrong", HttpStatus.UNAUTHORIZED);
            case OperatorStep.Paused paused -> page(virtualServer, name, next, "paused", HttpStatus.TOO_MANY_REQUESTS);
        };
    }

    @PostMapping("/console/{slug}/sign-out")
    String signOut(OperatorVisit visit, HttpServletRequest request, HttpServletResponse response) {
        door.close(request, response, visit.virtualServer());
        return "redirect:" + visit.path("/sign-in");
    }

    private static ModelAndView page(
            VirtualServer virtualServer, String userName, String next, @Nullable String problem, HttpStatus status) {
        OperatorSignInPage page = new OperatorSignInPage(virtualServer, userName, next, problem);
        return new ModelAndView("console/sign-in", Map.of("view", page), status);
    }
}
