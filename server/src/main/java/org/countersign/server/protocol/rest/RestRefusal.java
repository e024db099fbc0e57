package org.countersign.server.protocol.rest;

import org.springframework.http.HttpStatus;

/** A call that cannot be done, with what its caller should do about it; becomes a problem document (RFC 9457). */
final class RestRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String code;

    RestRefusal(HttpStatus status, String code, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
    }

    static RestRefusal malformed(String detail) {
        return new RestRefusal(HttpStatus.BAD_REQUEST, "request_malformed", detail);
    }

    static RestRefusal notFound(String what) {
        return new RestRefusal(HttpStatus.NOT_FOUND, "not_found", "There is no such " + what + ".");
    }

    static RestRefusal conflict(String code, String detail) {
        return new RestRefusal(HttpStatus.CONFLICT, code, detail);
    }

    /** What was given reads well, but cannot be accepted as it is. */
    static RestRefusal unacceptable(String code, String detail) {
        return new RestRefusal(HttpStatus.UNPROCESSABLE_CONTENT, code, detail);
    }

    HttpStatus status() {
        return status;
    }

    String code() {
        return code;
    }
}
