package org.countersign.server.protocol.rest;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.reports.ReportFormat;
import org.countersign.server.reports.ReportOrder;
import org.countersign.server.reports.ReportRun;
import org.countersign.server.reports.ReportRuns;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.web.shell.Downloads;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reports that are made in the background and kept, over REST. */
@RestController
class KeptReportEndpoints {
    private static final int PAGE = 100;

    private final ReportRuns runs;
    private final Downloads downloads;

    KeptReportEndpoints(ReportRuns runs, Downloads downloads) {
        this.runs = runs;
        this.downloads = downloads;
    }

    /** A report to make and keep. */
    record Wanted(
            @Nullable String report,
            @Nullable List<@Nullable String> columns,
            @Nullable Map<String, @Nullable String> filters) {}

    /** A kept report as the API shows it; how many rows it has is known once it is made. */
    record RunView(
            String id,
            String report,
            List<String> columns,
            Map<String, String> filters,
            String askedBy,
            @Nullable UUID scheduleId,
            Instant askedAt,
            String state,
            @Nullable Instant endedAt,
            @Nullable Long rows,
            Instant keepUntil) {
        static RunView of(ReportRun run) {
            return new RunView(
                    run.id().toString(),
                    run.order().kind().slug(),
                    run.order().columns(),
                    GivenReport.filters(run.order()),
                    run.askedBy(),
                    run.rule(),
                    run.askedAt(),
                    run.state().name(),
                    run.endedAt(),
                    run.state() == ReportRun.State.DONE ? run.rows() : null,
                    run.keepUntil());
        }
    }

    @GetMapping("/api/v1/kept-reports")
    @KeyNeeds(OperatorModule.REPORTS)
    List<RunView> list(ApiClient client, @RequestParam(defaultValue = "") String before) {
        return runs.page(owner(client), Given.moment("before", before), PAGE).stream()
                .map(RunView::of)
                .toList();
    }

    @PostMapping("/api/v1/kept-reports")
    @KeyNeeds(value = OperatorModule.REPORTS, act = OperatorAct.ADD)
    ResponseEntity<RunView> keep(ApiClient client, @RequestBody Wanted wanted) {
        ReportOrder order = GivenReport.order(GivenReport.kind(wanted.report()), wanted.columns(), wanted.filters());
        return ResponseEntity.status(HttpStatus.ACCEPTED)
                .body(RunView.of(runs.keep(owner(client), order, actor(client))));
    }

    @GetMapping("/api/v1/kept-reports/{id}")
    @KeyNeeds(OperatorModule.REPORTS)
    RunView one(ApiClient client, @PathVariable String id) {
        return RunView.of(find(client, id));
    }

    @GetMapping("/api/v1/kept-reports/{id}/file")
    @KeyNeeds(OperatorModule.REPORTS)
    void file(
            ApiClient client,
            @PathVariable String id,
            @RequestParam(defaultValue = "json") String format,
            HttpServletResponse response)
            throws IOException {
        ReportRun run = find(client, id);
        ReportFormat chosen =
                ReportFormat.of(format).orElseThrow(() -> RestRefusal.malformed("'format' is csv, json or pdf."));
        requireDone(run);
        downloads.bytes(
                response,
                run.order().kind().slug() + "-" + run.askedAt().toString().substring(0, 10) + "." + chosen.ending(),
                chosen.type(),
                out -> runs.write(owner(client), run, chosen, actor(client), out));
    }

    @DeleteMapping("/api/v1/kept-reports/{id}")
    @KeyNeeds(value = OperatorModule.REPORTS, act = OperatorAct.REMOVE)
    ResponseEntity<Void> delete(ApiClient client, @PathVariable String id) {
        if (!runs.delete(owner(client), find(client, id), actor(client))) {
            throw RestRefusal.notFound("kept report");
        }
        return ResponseEntity.noContent().build();
    }

    private ReportRun find(ApiClient client, String id) {
        return runs.find(owner(client), Given.id("kept report", id))
                .orElseThrow(() -> RestRefusal.notFound("kept report"));
    }

    private static void requireDone(ReportRun run) {
        switch (run.state()) {
            case DONE -> {}
            case WAITING ->
                throw RestRefusal.conflict("report_not_made", "It is not made yet. Ask again in some seconds.");
            case FAILED ->
                throw RestRefusal.conflict("report_failed", "It could not be made; the server's log says why.");
        }
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }

    private static Actor actor(ApiClient client) {
        return new Actor.ApiClient(client.id());
    }
}
