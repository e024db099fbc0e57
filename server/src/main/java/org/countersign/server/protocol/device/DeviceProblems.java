package org.countersign.server.protocol.device;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Says no to apps in the one form of docs/formats/device-api.md, without a word about the inside. */
@RestControllerAdvice(basePackageClasses = DeviceProblems.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class DeviceProblems {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceProblems.class);

    private final InstantSource time;

    DeviceProblems(InstantSource time) {
        this.time = time;
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> refused(DeviceRefusal refusal) {
        DeviceCode code = refusal.code();
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(code.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        refusal.retryAfter()
                .ifPresent(
                        wait -> answer.header(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds()))));
        return answer.body(document(refusal));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> notJson(HttpMediaTypeNotSupportedException other) {
        return refused(DeviceRefusal.malformed());
    }

    /** The database cannot be asked, or did not say that it has committed: whatever was asked is denied. */
    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<Map<String, Object>> unavailable(Exception failure) {
        // Without its trace: when the database is away this is said for every call.
        LOG.atError()
                .addKeyValue("reason", failure.toString())
                .log("the database did not answer; an app's call was denied");
        return refused(new DeviceRefusal(DeviceCode.UNAVAILABLE));
    }

    /** What nobody foresaw is denied like everything else; the log has it, the app does not. */
    @ExceptionHandler
    ResponseEntity<Map<String, Object>> surprise(Exception failure) {
        LOG.atError().setCause(failure).log("an app's call failed and was denied");
        return refused(new DeviceRefusal(DeviceCode.UNAVAILABLE));
    }

    private Map<String, Object> document(DeviceRefusal refusal) {
        DeviceCode code = refusal.code();
        HttpStatus status = code.status();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "about:blank");
        document.put("title", status.getReasonPhrase());
        document.put("status", status.value());
        document.put("code", code.wireName());
        document.put("detail", code.detail());
        if (code == DeviceCode.CLOCK_SKEW) {
            document.put("serverTime", time.instant().getEpochSecond());
        }
        refusal.left().ifPresent(left -> document.put("left", left));
        return document;
    }
}
