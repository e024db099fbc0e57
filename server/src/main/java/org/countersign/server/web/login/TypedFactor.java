package org.countersign.server.web.login;

/** What can be typed as the second factor, each in a form of its own on the page. */
enum TypedFactor {
    PASSCODE("passcode", LoginAttempt.Notice.PASSCODE_REFUSED),
    RESPONSE("challenge", LoginAttempt.Notice.RESPONSE_REFUSED),
    RECOVERY("recovery", LoginAttempt.Notice.RECOVERY_REFUSED);

    private final String form;
    private final LoginAttempt.Notice wrong;

    TypedFactor(String form, LoginAttempt.Notice wrong) {
        this.form = form;
        this.wrong = wrong;
    }

    /** Opens the page at this form. */
    String query() {
        return "?use=" + form;
    }

    /** What the page says of one that does not fit. */
    LoginAttempt.Notice wrong() {
        return wrong;
    }
}
