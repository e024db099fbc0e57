package org.countersign.server.web.console;

import jakarta.servlet.http.HttpServletRequest;
import org.countersign.server.users.LastAdministrator;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** Says calmly which permission is missing. */
@ControllerAdvice(basePackageClasses = ConsoleRefusals.class)
class ConsoleRefusals {
    @ExceptionHandler
    ModelAndView refused(NotPermitted refusal) {
        return ConsoleView.page("refused", refusal.visit(), refusal.page(), HttpStatus.FORBIDDEN);
    }

    /** A user is somebody's last hope: the page says what to do first. */
    @ExceptionHandler
    ModelAndView last(LastAdministrator refusal, HttpServletRequest request) {
        OperatorVisit visit = ConsoleGuard.visit(request.getAttribute(ConsoleGuard.attribute()));
        return ConsoleView.page("last-administrator", visit, visit, HttpStatus.CONFLICT);
    }
}
