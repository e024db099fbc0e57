package org.countersign.server.protocol.rest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.countersign.server.reports.ReportColumn;
import org.countersign.server.reports.ReportFilter;
import org.countersign.server.reports.ReportKind;
import org.countersign.server.reports.ReportOrder;
import org.jspecify.annotations.Nullable;

/** Which report callers want, with which columns and filters; nothing that is not understood is passed over. */
final class GivenReport {
    private GivenReport() {}

    static ReportKind kind(@Nullable String report) {
        return ReportKind.of(Given.text("report", report))
                .orElseThrow(() -> RestRefusal.unacceptable(
                        "report_unknown", "There is no such report; see /api/v1/reports for those there are."));
    }

    /**
     * Reads an order.
     *
     * @param columns names of columns, or none for the usual ones
     * @param filters values by the names of filters
     */
    static ReportOrder order(
            ReportKind kind,
            @Nullable List<@Nullable String> columns,
            @Nullable Map<String, @Nullable String> filters) {
        ReportOrder usual = ReportOrder.read(kind, List.of(), Map.of(), null).order();
        Map<String, String> typed = new HashMap<>();
        if (filters != null) {
            filters.forEach((slug, value) -> typed.put(slug, value(usual, slug, value)));
        }
        ReportOrder.Understood understood =
                ReportOrder.read(kind, columns == null ? List.of() : columns(usual, columns), typed, null);
        understood.wrong().keySet().stream().findFirst().ifPresent(filter -> {
            throw wrong(filter);
        });
        return understood.order();
    }

    private static List<String> columns(ReportOrder usual, List<@Nullable String> columns) {
        List<String> offered = usual.offered().stream().map(ReportColumn::id).toList();
        return columns.stream()
                .map(column -> Optional.ofNullable(column)
                        .filter(offered::contains)
                        .orElseThrow(() -> RestRefusal.unacceptable(
                                "column_unknown",
                                "Columns of " + usual.kind().slug() + " are " + String.join(", ", offered) + ".")))
                .toList();
    }

    private static String value(ReportOrder usual, String slug, @Nullable String value) {
        ReportFilter filter = ReportFilter.of(slug)
                .filter(usual.narrowable()::contains)
                .orElseThrow(() -> RestRefusal.unacceptable(
                        "filter_unknown",
                        "Filters of " + usual.kind().slug() + " are "
                                + usual.narrowable().stream()
                                        .map(ReportFilter::slug)
                                        .collect(Collectors.joining(", "))
                                + "."));
        if (value == null || value.isBlank()) {
            throw wrong(filter);
        }
        return value;
    }

    private static RestRefusal wrong(ReportFilter filter) {
        String right = switch (filter.form()) {
            case TEXT -> "text of 1 to 128 characters";
            case CHOICE -> "one of " + String.join(", ", filter.choices());
            case NUMBER -> "a whole number from 1 to 999999, as text";
            case DAY -> "a day in UTC such as 2026-11-22";
        };
        return RestRefusal.unacceptable("filter_invalid", "'" + filter.slug() + "' is " + right + ".");
    }

    /** Returns filters as callers give them. */
    static Map<String, String> filters(ReportOrder order) {
        return order.filters().entrySet().stream()
                .collect(Collectors.toMap(filter -> filter.getKey().slug(), Map.Entry::getValue));
    }
}
