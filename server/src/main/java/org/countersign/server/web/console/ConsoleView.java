package org.countersign.server.web.console;

import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriComponentsBuilder;

/** Makes answers of the console: a page with the operator who sees it, or the way on after an act. */
final class ConsoleView {
    /** Rows of one page of a list. */
    static final int ROWS = 25;

    private ConsoleView() {}

    static ModelAndView page(String name, OperatorVisit visit, Object view) {
        return page(name, visit, view, HttpStatus.OK);
    }

    static ModelAndView page(String name, OperatorVisit visit, Object view, HttpStatusCode status) {
        return new ModelAndView("console/" + name, Map.of("visit", visit, "view", view), status);
    }

    /** Goes on to a page of the console, so that a reload repeats nothing. */
    static ModelAndView onTo(OperatorVisit visit, String page) {
        return new ModelAndView("redirect:" + visit.path(page));
    }

    /** Returns an address of the console with its parameters encoded; empty ones are left out. */
    static String link(OperatorVisit visit, String page, String... namesAndValues) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(visit.path(page));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!namesAndValues[i + 1].isEmpty()) {
                address.queryParam(namesAndValues[i], "{" + i + "}");
            }
        }
        Map<String, Object> values = new java.util.HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(String.valueOf(i), namesAndValues[i + 1]);
        }
        return address.encode().buildAndExpand(values).toUriString();
    }
}
