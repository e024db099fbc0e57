package org.countersign.server.web.shell;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** What people and programs see when something went wrong: a calm page or a problem document, never a stack trace. */
@Controller
class ErrorPages implements ErrorController {
    private static final URI BLANK = URI.create("about:blank");
    private static final Set<Integer> WITH_OWN_TEXT = Set.of(400, 403, 404, 405, 413, 429, 503);

    @RequestMapping(path = "/error", produces = MediaType.TEXT_HTML_VALUE)
    ModelAndView page(HttpServletRequest request, HttpServletResponse response) {
        HttpStatus status = status(request);
        response.setStatus(status.value());
        String text = WITH_OWN_TEXT.contains(status.value())
                ? String.valueOf(status.value())
                : status.is4xxClientError() ? "400" : "500";
        return new ModelAndView("shell/error", Map.of("status", status.value(), "text", text));
    }

    @RequestMapping("/error")
    ResponseEntity<ProblemDetail> problem(HttpServletRequest request) {
        HttpStatus status = status(request);
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail(status));
        problem.setType(BLANK);
        problem.setProperty("code", code(status));
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    /** The stable name of what went wrong, in the REST API's words. */
    private static String code(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> "not_found";
            case METHOD_NOT_ALLOWED -> "method_not_allowed";
            case FORBIDDEN -> "forbidden";
            case CONTENT_TOO_LARGE -> "request_too_large";
            case TOO_MANY_REQUESTS -> "too_many_requests";
            default -> status.is4xxClientError() ? "request_malformed" : "unavailable";
        };
    }

    private static String detail(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> "There is nothing at this address.";
            case METHOD_NOT_ALLOWED -> "This address does not take this method.";
            case FORBIDDEN -> "You may not do this.";
            case CONTENT_TOO_LARGE -> "A file has at most 20 MB.";
            case TOO_MANY_REQUESTS -> "Too many calls. Wait a moment and try again.";
            default ->
                status.is4xxClientError()
                        ? "The server does not understand this request."
                        : "The server cannot answer now. Try again in a moment.";
        };
    }

    private static HttpStatus status(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : HttpStatus.NOT_FOUND;
        return status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
    }
}
