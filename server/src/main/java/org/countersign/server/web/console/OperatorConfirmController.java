package org.countersign.server.web.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.countersign.server.authentication.OperatorSignIns;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.users.OperatorSessions;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Asks an operator who is signed in for the second factor again, before an act that needs it fresh. */
@Controller
@Open("whoever is signed in may prove again who they are")
class OperatorConfirmController {
    private final OperatorSignIns signIns;
    private final OperatorSessions sessions;
    private final OperatorDoor door;

    OperatorConfirmController(OperatorSignIns signIns, OperatorSessions sessions, OperatorDoor door) {
        this.signIns = signIns;
        this.sessions = sessions;
        this.door = door;
    }

    @GetMapping("/console/{slug}/confirm")
    ModelAndView ask(OperatorVisit visit, @RequestParam(defaultValue = "") String next) {
        return ConsoleView.page("confirm", visit, OperatorDoor.onward(visit.virtualServer(), next));
    }

    @PostMapping("/console/{slug}/confirm")
    ModelAndView begin(
            OperatorVisit visit,
            @PathVariable String slug,
            @RequestParam(defaultValue = "") String next,
            HttpServletRequest request,
            HttpServletResponse response) {
        OperatorArrival arrival = door.find(slug, request).orElse(null);
        Visitor visitor = Visitor.of(request.getRemoteAddr(), request.getHeader(HttpHeaders.USER_AGENT));
        if (arrival == null || visit.session().provenAt() == null) {
            return ConsoleView.onTo(visit, "");
        }
        String onward = OperatorDoor.onward(visit.virtualServer(), next);
        return signIns.again(visit.operator(), visitor)
                .flatMap(signIn -> sessions.await(arrival.key(), signIn.id(), onward))
                .map(key -> {
                    door.hand(request, response, visit.virtualServer(), key);
                    return ConsoleView.onTo(visit, "/sign-in/step");
                })
                .orElseGet(() -> OperatorDoor.toSignIn(slug));
    }
}
