package org.countersign.server.reports;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** By what a report can be narrowed. Names are stored. */
public enum ReportFilter {
    /** What the list of users is searched by: beginnings of words of user name, name or mail address. */
    TEXT(Form.TEXT),
    /** What a serial number begins with. */
    SERIAL(Form.TEXT),
    USER_STATE(Form.CHOICE, "ACTIVE", "DISABLED", "LOCKED"),
    TOKEN_STATE(Form.CHOICE, "INVENTORY", "ASSIGNED", "ACTIVE", "SUSPENDED", "LOCKED", "LOST", "FAULTY", "REVOKED"),
    MODE(Form.CHOICE, "TOTP", "HOTP", "OCRA"),
    PUSH(Form.CHOICE, "ENABLED", "DISABLED", "NOT_APPLICABLE"),
    DEVICE_TYPE(Form.CHOICE, "phone", "tablet", "desktop"),
    OUTCOME(Form.CHOICE, "SUCCEEDED", "REFUSED", "REPORTED"),
    /** How far a user of a provisioning task is, in the words of its page. */
    PROGRESS(
            Form.CHOICE,
            "QUEUED",
            "MAILING",
            "MAIL_FAILED",
            "MAILED",
            "OPENED",
            "ENROLLING",
            "ENROLLED",
            "SIGNED_IN",
            "EXPIRED",
            "FAILED",
            "WITHDRAWN",
            "REFUSED",
            "REMOVED"),
    TASK(Form.NUMBER),
    FROM(Form.DAY),
    TO(Form.DAY),
    /** Only the last so many days, counted when the report is made: for reports on a schedule. */
    LAST_DAYS(Form.NUMBER);

    private final Form form;
    private final String choices;

    ReportFilter(Form form, String... choices) {
        this.form = form;
        this.choices = String.join(" ", choices);
    }

    /** What its value looks like. */
    public enum Form {
        TEXT,
        CHOICE,
        /** A whole number, 1 to 999999. */
        NUMBER,
        /** A day in UTC, for example {@code 2026-11-22}. */
        DAY
    }

    /** Returns what its value looks like. */
    public Form form() {
        return form;
    }

    /** Returns the values to choose from. */
    public List<String> choices() {
        return choices.isEmpty() ? List.of() : List.of(choices.split(" ", -1));
    }

    /** Returns the filter as addresses carry it. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Finds a filter by its name in addresses. */
    public static Optional<ReportFilter> of(String slug) {
        return Arrays.stream(values())
                .filter(filter -> filter.slug().equals(slug))
                .findFirst();
    }
}
