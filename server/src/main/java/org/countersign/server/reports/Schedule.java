package org.countersign.server.reports;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;

/**
 * When a report is made again and again.
 *
 * @param weekday for every week
 * @param dayOfMonth for every month, 1 to 31; in a shorter month its last day
 * @param hour 0 to 23, by the clock on the wall of {@code zone}; an hour that a change of clocks leaves out is the next one
 */
public record Schedule(Every every, DayOfWeek weekday, int dayOfMonth, int hour, ZoneId zone) {
    /** How often. Names are stored. */
    public enum Every {
        DAY,
        WEEK,
        MONTH
    }

    public Schedule {
        if (dayOfMonth < 1 || dayOfMonth > 31 || hour < 0 || hour > 23) {
            throw new IllegalArgumentException("a schedule has a day from 1 to 31 and an hour from 0 to 23");
        }
    }

    /** Returns the first moment of the schedule after {@code moment}. */
    public Instant after(Instant moment) {
        LocalDate today = ZonedDateTime.ofInstant(moment, zone).toLocalDate();
        Instant first = on(first(today));
        return first.isAfter(moment) ? first : on(first(next(first(today))));
    }

    private Instant on(LocalDate day) {
        return ZonedDateTime.of(day, LocalTime.of(hour, 0), zone).toInstant();
    }

    /** Returns the first day of the schedule that is not before {@code day}. */
    private LocalDate first(LocalDate day) {
        return switch (every) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.nextOrSame(weekday));
            case MONTH -> {
                LocalDate due = within(YearMonth.from(day));
                yield due.isBefore(day) ? within(YearMonth.from(day).plusMonths(1)) : due;
            }
        };
    }

    private static LocalDate next(LocalDate day) {
        return day.plusDays(1);
    }

    private LocalDate within(YearMonth month) {
        return month.atDay(Math.min(dayOfMonth, month.lengthOfMonth()));
    }
}
