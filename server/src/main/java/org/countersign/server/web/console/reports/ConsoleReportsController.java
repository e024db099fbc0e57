package org.countersign.server.web.console.reports;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.countersign.server.reports.ReportFilter;
import org.countersign.server.reports.ReportFormat;
import org.countersign.server.reports.ReportKind;
import org.countersign.server.reports.ReportOrder;
import org.countersign.server.reports.ReportWords;
import org.countersign.server.reports.Reports;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.countersign.server.web.shell.Downloads;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages about reports: what can be asked, the first rows of an answer, and files of it. */
@Controller
@Needs(OperatorModule.REPORTS)
public final class ConsoleReportsController {
    private static final int PREVIEWED = 10;

    private final Reports reports;
    private final ReportWords words;
    private final Downloads downloads;

    ConsoleReportsController(Reports reports, ReportWords words, Downloads downloads) {
        this.reports = reports;
        this.words = words;
        this.downloads = downloads;
    }

    @GetMapping("/console/{slug}/reports")
    ModelAndView catalogue(OperatorVisit visit) {
        return ConsoleView.page("reports", visit, new CataloguePage(Arrays.asList(ReportKind.values())));
    }

    @GetMapping("/console/{slug}/reports/{kind}")
    ModelAndView show(
            OperatorVisit visit, @PathVariable String kind, @RequestParam MultiValueMap<String, String> typed) {
        ReportOrder.Understood understood = read(kind, typed);
        return page(visit, understood, typed.toSingleValueMap());
    }

    @GetMapping("/console/{slug}/reports/{kind}/download")
    @Nullable
    ModelAndView download(
            OperatorVisit visit,
            @PathVariable String kind,
            @RequestParam MultiValueMap<String, String> typed,
            @RequestParam(defaultValue = "csv") String format,
            HttpServletResponse response)
            throws IOException {
        ReportOrder.Understood understood = read(kind, typed);
        ReportFormat chosen = ReportFormat.of(format).orElseThrow(ConsoleIds::notFound);
        if (!understood.wrong().isEmpty()) {
            return page(visit, understood, typed.toSingleValueMap());
        }
        downloads.bytes(
                response,
                kind + "-" + visit.virtualServer().slug() + "." + chosen.ending(),
                chosen.type(),
                out -> reports.write(visit.id(), understood.order(), chosen, visit.actor(), out));
        return null;
    }

    private ModelAndView page(OperatorVisit visit, ReportOrder.Understood understood, Map<String, String> typed) {
        boolean right = understood.wrong().isEmpty();
        List<List<String>> rows = right ? reports.preview(visit.id(), understood.order(), PREVIEWED + 1) : List.of();
        return ConsoleView.page(
                "report",
                visit,
                new ReportPage(
                        understood.order(),
                        Map.copyOf(typed),
                        understood.wrong(),
                        words.headings(understood.order().shown()),
                        rows.subList(0, Math.min(PREVIEWED, rows.size())),
                        rows.size() > PREVIEWED),
                right ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT);
    }

    static ReportOrder.Understood read(String kind, MultiValueMap<String, String> typed) {
        List<String> columns = new ArrayList<>();
        typed.getOrDefault("column", List.of()).forEach(value -> columns.addAll(Arrays.asList(value.split(",", -1))));
        return ReportKind.of(kind)
                .map(known -> ReportOrder.read(known, columns, typed.toSingleValueMap(), null))
                .orElseThrow(ConsoleIds::notFound);
    }

    /** What the list of reports shows. */
    public record CataloguePage(List<ReportKind> kinds) {}

    /**
     * What the page of one report shows.
     *
     * @param typed the filters as they were typed
     * @param wrong the filters that were not understood
     * @param rows the first rows
     * @param more whether there are more
     */
    public record ReportPage(
            ReportOrder order,
            Map<String, String> typed,
            Map<ReportFilter, String> wrong,
            List<String> headings,
            List<List<String>> rows,
            boolean more) {
        /** Returns the address that makes a schedule of it. */
        public String schedule(OperatorVisit visit) {
            List<String> pairs =
                    new ArrayList<>(List.of("kind", order.kind().slug(), "column", String.join(",", order.columns())));
            order.filters().forEach((filter, value) -> pairs.addAll(List.of(filter.slug(), value)));
            return visit.link("/reports/rules/new", pairs.toArray(String[]::new));
        }
    }
}
