package org.countersign.server.reports;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be asked. Names are stored. */
public enum ReportKind {
    /** Each user with each of their tokens; a user without one has one line. */
    USERS_WITH_TOKENS,
    /** Each token, given out or free. */
    TOKEN_INVENTORY,
    /** How sign-ins ended. */
    SIGN_IN_ACTIVITY,
    /** What people answered with 'It wasn't me!'. */
    REPORTED_PUSHES,
    /** Users without a token in use. */
    USERS_WITHOUT_SECOND_FACTOR,
    /** How far the users of provisioning tasks are. */
    PROVISIONING_PROGRESS;

    /** Returns the report as addresses carry it. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Finds a report by its name in addresses. */
    public static Optional<ReportKind> of(String slug) {
        return Arrays.stream(values()).filter(kind -> kind.slug().equals(slug)).findFirst();
    }
}
