package org.countersign.server.reports;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What kind of file a report becomes. */
public enum ReportFormat {
    CSV("text/csv;charset=UTF-8"),
    JSON("application/json"),
    PDF("application/pdf");

    private final String type;

    ReportFormat(String type) {
        this.type = type;
    }

    /** Returns its media type. */
    public String type() {
        return type;
    }

    /** Returns the ending of file names. */
    public String ending() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds a format by the ending of file names. */
    public static Optional<ReportFormat> of(String ending) {
        return Arrays.stream(values())
                .filter(format -> format.ending().equals(ending))
                .findFirst();
    }
}
