package org.countersign.server.web.console.reports;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.Moments;
import org.countersign.server.reports.ReportFormat;
import org.countersign.server.reports.ReportOrder;
import org.countersign.server.reports.ReportRun;
import org.countersign.server.reports.ReportRuns;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Operators;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.countersign.server.web.console.WholeServer;
import org.countersign.server.web.shell.Downloads;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages about reports that are kept. */
@Controller
@WholeServer
@Needs(OperatorModule.REPORTS)
public final class ConsoleKeptReportsController {
    private final ReportRuns runs;
    private final Operators operators;
    private final Downloads downloads;

    ConsoleKeptReportsController(ReportRuns runs, Operators operators, Downloads downloads) {
        this.runs = runs;
        this.operators = operators;
        this.downloads = downloads;
    }

    @GetMapping("/console/{slug}/reports/kept")
    ModelAndView list(
            OperatorVisit visit,
            @RequestParam(defaultValue = "") String before,
            @RequestParam(defaultValue = "") String done) {
        List<ReportRun> found = runs.page(visit.id(), moment(before), ConsoleView.ROWS + 1);
        boolean more = found.size() > ConsoleView.ROWS;
        List<ReportRun> shown = more ? found.subList(0, ConsoleView.ROWS) : found;
        return ConsoleView.page(
                "reports-kept",
                visit,
                new ListPage(
                        shown,
                        names(visit),
                        done,
                        before.isEmpty() ? null : visit.path("/reports/kept"),
                        more
                                ? visit.link(
                                        "/reports/kept",
                                        "before",
                                        shown.getLast().askedAt().toString())
                                : null));
    }

    @PostMapping("/console/{slug}/reports/{kind}/keep")
    @Needs(value = OperatorModule.REPORTS, act = OperatorAct.ADD)
    ModelAndView keep(
            OperatorVisit visit, @PathVariable String kind, @RequestParam MultiValueMap<String, String> typed) {
        ReportOrder.Understood understood = ConsoleReportsController.read(kind, typed);
        if (!understood.wrong().isEmpty()) {
            return ConsoleView.onTo(visit, "/reports/" + kind);
        }
        return ConsoleView.onTo(
                visit,
                "/reports/kept/"
                        + runs.keep(visit.id(), understood.order(), visit.actor())
                                .id());
    }

    @GetMapping("/console/{slug}/reports/kept/{id}")
    ModelAndView detail(OperatorVisit visit, @PathVariable String id) {
        return ConsoleView.page("report-kept", visit, new RunPage(find(visit, id), names(visit)));
    }

    @GetMapping("/console/{slug}/reports/kept/{id}/download")
    void download(
            OperatorVisit visit,
            @PathVariable String id,
            @RequestParam(defaultValue = "csv") String format,
            HttpServletResponse response)
            throws IOException {
        ReportRun run = find(visit, id);
        ReportFormat chosen = ReportFormat.of(format).orElseThrow(ConsoleIds::notFound);
        if (run.state() != ReportRun.State.DONE) {
            throw ConsoleIds.notFound();
        }
        downloads.bytes(
                response,
                run.order().kind().slug() + "-" + run.askedAt().toString().substring(0, 10) + "." + chosen.ending(),
                chosen.type(),
                out -> runs.write(visit.id(), run, chosen, visit.actor(), out));
    }

    @GetMapping("/console/{slug}/reports/kept/{id}/delete")
    @Needs(value = OperatorModule.REPORTS, act = OperatorAct.REMOVE)
    ModelAndView askToDelete(OperatorVisit visit, @PathVariable String id) {
        return ConsoleView.page("report-kept-delete", visit, new RunPage(find(visit, id), names(visit)));
    }

    @PostMapping("/console/{slug}/reports/kept/{id}/delete")
    @Needs(value = OperatorModule.REPORTS, act = OperatorAct.REMOVE)
    ModelAndView delete(OperatorVisit visit, @PathVariable String id) {
        runs.delete(visit.id(), find(visit, id), visit.actor());
        return ConsoleView.onTo(visit, "/reports/kept?done=deleted");
    }

    private ReportRun find(OperatorVisit visit, String id) {
        return ConsoleIds.uuid(id).flatMap(uuid -> runs.find(visit.id(), uuid)).orElseThrow(ConsoleIds::notFound);
    }

    private Map<String, String> names(OperatorVisit visit) {
        Map<String, String> names = new HashMap<>();
        operators
                .of(visit.id())
                .forEach(operator -> names.put(new Actor.Operator(operator.id()).text(), operator.userName()));
        return names;
    }

    private static @Nullable Instant moment(String text) {
        return Moments.moment(text).orElse(null);
    }

    /**
     * What the list shows.
     *
     * @param names user names of operators by how the record names them
     * @param done what the operator did a moment ago: {@code deleted}, or nothing
     */
    public record ListPage(
            List<ReportRun> runs,
            Map<String, String> names,
            String done,
            @Nullable String first,
            @Nullable String next) {}

    /** What the page of one kept report shows. */
    public record RunPage(ReportRun run, Map<String, String> names) {}

    /** Returns the key of the text that says who wanted a report, for texts that take a name. */
    public static String askedBy(ReportRun run) {
        if (run.askedBy().startsWith("rule:")) {
            return "reports.by.rule";
        }
        return run.askedBy().startsWith("api:")
                ? "reports.by.api"
                : run.askedBy().startsWith("operator:") ? "reports.by.operator" : "reports.by.server";
    }
}
