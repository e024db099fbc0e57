package org.countersign.server.web.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.countersign.server.users.LastAdministrator;
import org.countersign.server.users.OperatorModule;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** Says calmly which permission is missing. Whoever may not see the first page is led to the first that they may see. */
@ControllerAdvice(basePackageClasses = ConsoleRefusals.class)
class ConsoleRefusals {
    @ExceptionHandler
    ModelAndView refused(NotPermitted refusal) {
        OperatorVisit visit = refusal.visit();
        if (refusal.page().module() == OperatorModule.SNAPSHOT) {
            List<ConsolePlace> places = ConsolePlace.of(visit);
            if (!places.isEmpty()) {
                return ConsoleView.onTo(visit, places.getFirst().path());
            }
        }
        return ConsoleView.page("refused", visit, refusal.page(), HttpStatus.FORBIDDEN);
    }

    /** A user is somebody's last hope: the page says what to do first. */
    @ExceptionHandler
    ModelAndView last(LastAdministrator refusal, HttpServletRequest request) {
        OperatorVisit visit = ConsoleGuard.visit(request.getAttribute(ConsoleGuard.attribute()));
        return ConsoleView.page("last-administrator", visit, visit, HttpStatus.CONFLICT);
    }
}
