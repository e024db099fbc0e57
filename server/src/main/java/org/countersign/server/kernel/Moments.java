package org.countersign.server.kernel;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Reads moments and days that people and programs type. Only those of the years 1 to 9999 count: Java knows years that no
 * database holds, and days that have no next one.
 */
public final class Moments {
    private static final int LAST_YEAR = 9999;
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Moments() {}

    /** Reads a moment such as {@code 2026-11-22T10:30:00Z}, or nothing when the text is none. */
    public static Optional<Instant> moment(String text) {
        try {
            Instant moment = Instant.parse(text);
            return isHeld(moment) ? Optional.of(moment) : Optional.empty();
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    /** Reads a moment in UTC such as {@code 2026-11-22T10:30}, or nothing when the text is none. */
    public static Optional<Instant> inUtc(String text) {
        try {
            LocalDateTime moment = LocalDateTime.parse(text);
            return isWithin(moment.getYear()) ? Optional.of(moment.toInstant(ZoneOffset.UTC)) : Optional.empty();
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    /** Reads a day such as {@code 2026-11-22}, or nothing when the text is none. */
    public static Optional<LocalDate> day(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            return isWithin(day.getYear()) ? Optional.of(day) : Optional.empty();
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    /** Says whether a moment that was read elsewhere is of those years. */
    public static boolean isHeld(Instant moment) {
        return !moment.isBefore(FIRST) && moment.isBefore(END);
    }

    private static boolean isWithin(int year) {
        return year >= 1 && year <= LAST_YEAR;
    }
}
