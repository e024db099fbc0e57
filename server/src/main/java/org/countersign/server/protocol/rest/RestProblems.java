package org.countersign.server.protocol.rest;

import java.util.Map;
import org.countersign.server.users.LastAdministrator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MultipartException;

/** Says what went wrong in one form for all calls, without a word about the inside. */
@RestControllerAdvice(basePackageClasses = RestProblems.class)
class RestProblems {
    private static final Logger LOG = LoggerFactory.getLogger(RestProblems.class);

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> refused(RestRefusal refusal) {
        return problem(refusal.status(), refusal.code(), String.valueOf(refusal.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> last(LastAdministrator refusal) {
        return problem(HttpStatus.CONFLICT, "last_administrator", "This is the last administrator who can sign in.");
    }

    @ExceptionHandler({
        HttpMessageNotReadableException.class,
        MethodArgumentTypeMismatchException.class,
        MissingServletRequestParameterException.class,
        MultipartException.class
    })
    ResponseEntity<Map<String, Object>> unreadable() {
        return problem(
                HttpStatus.BAD_REQUEST,
                "request_malformed",
                "The request is not as the API document says; see /api/v1/openapi.yaml.");
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> notJson(HttpMediaTypeNotSupportedException other) {
        return problem(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "request_malformed",
                "Send JSON with Content-Type: application/json.");
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> otherStatus(ErrorResponseException other) {
        if (other.getStatusCode().is5xxServerError()) {
            return problem(
                    other.getStatusCode(), "unavailable", "The server has too much to do. Ask again in half a minute.");
        }
        return problem(other.getStatusCode(), "request_malformed", "This call does not exist in this form.");
    }

    /** The database cannot be asked, or did not say that it has committed: whatever was asked is denied. */
    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<Map<String, Object>> unavailable(Exception failure) {
        LOG.atError().setCause(failure).log("the database did not answer; the call was denied");
        return problem(
                HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "The server cannot decide now. Nothing was accepted.");
    }

    static ResponseEntity<Map<String, Object>> problem(HttpStatusCode status, String code, String detail) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(Map.of(
                        "type",
                        "about:blank",
                        "title",
                        title(status),
                        "status",
                        status.value(),
                        "code",
                        code,
                        "detail",
                        detail));
    }

    private static String title(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        return known == null ? "Error" : known.getReasonPhrase();
    }
}
