package org.countersign.server.reports;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A report that somebody wants.
 *
 * @param columns ids of its columns, in the order of the report, at least one
 * @param filters what it is narrowed by
 * @param containers only about users of these, or about everybody when there is no list
 */
public record ReportOrder(
        ReportKind kind,
        List<String> columns,
        Map<ReportFilter, String> filters,
        @Nullable Set<UUID> containers) {
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,5}");
    private static final int LONGEST_TEXT = 128;

    public ReportOrder {
        columns = List.copyOf(columns);
        filters = Map.copyOf(filters);
        containers = containers == null ? null : Set.copyOf(containers);
    }

    /**
     * An order as it was read.
     *
     * @param order without what was not understood
     * @param wrong the filters that were not understood
     */
    public record Understood(ReportOrder order, Map<ReportFilter, String> wrong) {}

    /**
     * Reads an order.
     *
     * @param columns ids of columns; unknown ones do not count, and none means the usual ones
     * @param typed values of filters by their slug; empty ones and those the report does not take do not count
     */
    public static Understood read(
            ReportKind kind, List<String> columns, Map<String, String> typed, @Nullable Set<UUID> containers) {
        ReportDefinition definition = ReportDefinition.of(kind);
        List<String> chosen = definition.columns().stream()
                .map(ReportColumn::id)
                .filter(columns::contains)
                .toList();
        Map<ReportFilter, String> filters = new EnumMap<>(ReportFilter.class);
        Map<ReportFilter, String> wrong = new HashMap<>();
        for (ReportFilter filter : definition.taken()) {
            String value = typed.getOrDefault(filter.slug(), "").strip();
            if (value.isEmpty()) {
                continue;
            }
            if (isUnderstood(filter, value)) {
                filters.put(filter, value);
            } else {
                wrong.put(filter, value);
            }
        }
        return new Understood(
                new ReportOrder(kind, chosen.isEmpty() ? usual(kind) : chosen, filters, containers), wrong);
    }

    private static boolean isUnderstood(ReportFilter filter, String value) {
        return switch (filter.form()) {
            case TEXT ->
                value.length() <= LONGEST_TEXT
                        && value.codePoints().noneMatch(c -> Character.isISOControl(c) || isHalf(c));
            case CHOICE -> filter.choices().contains(value);
            case NUMBER -> NUMBER.matcher(value).matches();
            case DAY -> isDay(value);
        };
    }

    /** Says whether this is half of a character, which no database takes. */
    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static boolean isDay(String value) {
        try {
            int year = LocalDate.parse(value).getYear();
            return year > 1970 && year < 10_000;
        } catch (DateTimeException other) {
            return false;
        }
    }

    /** Returns the columns that a report has when nobody chooses: the first eleven. */
    private static List<String> usual(ReportKind kind) {
        return ReportDefinition.of(kind).columns().stream()
                .limit(11)
                .map(ReportColumn::id)
                .toList();
    }

    /** Returns its columns. */
    public List<ReportColumn> shown() {
        return ReportDefinition.of(kind).columns().stream()
                .filter(column -> columns.contains(column.id()))
                .toList();
    }

    /** Returns all columns that it could have. */
    public List<ReportColumn> offered() {
        return ReportDefinition.of(kind).columns();
    }

    /** Returns by what it can be narrowed, in the order of the catalogue. */
    public List<ReportFilter> narrowable() {
        List<ReportFilter> taken = new ArrayList<>(List.of(ReportFilter.values()));
        taken.retainAll(ReportDefinition.of(kind).taken());
        return taken;
    }
}
