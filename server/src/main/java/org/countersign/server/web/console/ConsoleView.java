package org.countersign.server.web.console;

import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.servlet.ModelAndView;

/** Makes answers of the console: a page with the operator who sees it, or the way on after an act. */
public final class ConsoleView {
    /** Rows of one page of a list. */
    public static final int ROWS = 25;

    private ConsoleView() {}

    public static ModelAndView page(String name, OperatorVisit visit, Object view) {
        return page(name, visit, view, HttpStatus.OK);
    }

    public static ModelAndView page(String name, OperatorVisit visit, Object view, HttpStatusCode status) {
        return new ModelAndView("console/" + name, Map.of("visit", visit, "view", view), status);
    }

    /** Goes on to a page of the console, so that a reload repeats nothing. */
    public static ModelAndView onTo(OperatorVisit visit, String page) {
        return new ModelAndView("redirect:" + visit.path(page));
    }
}
