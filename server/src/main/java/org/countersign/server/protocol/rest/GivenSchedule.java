package org.countersign.server.protocol.rest;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.reports.ReportKind;
import org.countersign.server.reports.ReportRule;
import org.countersign.server.reports.ReportRules;
import org.countersign.server.reports.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as callers give it.
 *
 * @param weekday for {@code WEEK}
 * @param dayOfMonth for {@code MONTH}
 * @param zone the name of a time zone; UTC when there is none
 * @param keepDays 90 when there is no number
 * @param recipients ids of operators
 */
record GivenSchedule(
        @Nullable String name,
        @Nullable String report,
        @Nullable List<@Nullable String> columns,
        @Nullable Map<String, @Nullable String> filters,
        @Nullable String every,
        @Nullable String weekday,
        @Nullable Integer dayOfMonth,
        @Nullable Integer hour,
        @Nullable String zone,
        @Nullable Integer keepDays,
        @Nullable List<@Nullable String> recipients) {
    private static final int KEPT_DAYS = 90;
    private static final int LONGEST_ZONE = 60;

    /** Returns it as what is wanted, unless something in it is wrong. */
    ReportRules.Wanted wanted(ReportKind kind, Set<UUID> operators) {
        String called = name == null ? "" : name.strip();
        if (!ReportRule.isName(called)) {
            throw wrong("name", "one line of 1 to 80 characters");
        }
        return new ReportRules.Wanted(
                called,
                GivenReport.order(kind, columns, filters),
                schedule(),
                number("keepDays", keepDays == null ? KEPT_DAYS : keepDays, 1, 3650),
                chosen(operators));
    }

    private Schedule schedule() {
        Schedule.Every rhythm = named("every", every, Schedule.Every.values());
        return new Schedule(
                rhythm,
                rhythm == Schedule.Every.WEEK ? named("weekday", weekday, DayOfWeek.values()) : DayOfWeek.MONDAY,
                rhythm == Schedule.Every.MONTH ? number("dayOfMonth", dayOfMonth, 1, 31) : 1,
                number("hour", hour, 0, 23),
                zone(zone == null ? "UTC" : zone));
    }

    private List<OperatorId> chosen(Set<UUID> operators) {
        Set<OperatorId> chosen = new LinkedHashSet<>();
        for (@Nullable String recipient : recipients == null ? List.<@Nullable String>of() : recipients) {
            chosen.add(operators.stream()
                    .filter(known -> known.toString().equalsIgnoreCase(recipient))
                    .map(OperatorId::new)
                    .findFirst()
                    .orElseThrow(() -> RestRefusal.unacceptable(
                            "recipient_unknown", "'recipients' are ids of operators; see /api/v1/operators.")));
        }
        return List.copyOf(chosen);
    }

    private static int number(String field, @Nullable Integer number, int least, int most) {
        if (number == null || number < least || number > most) {
            throw wrong(field, "a whole number from " + least + " to " + most);
        }
        return number;
    }

    private static <E extends Enum<E>> E named(String field, @Nullable String name, E[] values) {
        for (E value : values) {
            if (value.name().equals(name)) {
                return value;
            }
        }
        throw wrong(field, "one of " + List.of(values).toString().replaceAll("[\\[\\]]", ""));
    }

    private static ZoneId zone(String name) {
        try {
            if (name.length() <= LONGEST_ZONE) {
                return ZoneId.of(name);
            }
        } catch (DateTimeException unknown) {
            // Refused below.
        }
        throw wrong("zone", "the name of a time zone such as Europe/Berlin");
    }

    private static RestRefusal wrong(String field, String right) {
        return RestRefusal.unacceptable("schedule_invalid", "'" + field + "' is " + right + ".");
    }
}
