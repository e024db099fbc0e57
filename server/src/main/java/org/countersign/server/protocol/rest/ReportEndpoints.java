package org.countersign.server.protocol.rest;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.countersign.server.audit.Actor;
import org.countersign.server.reports.ReportColumn;
import org.countersign.server.reports.ReportFilter;
import org.countersign.server.reports.ReportFormat;
import org.countersign.server.reports.ReportKind;
import org.countersign.server.reports.ReportOrder;
import org.countersign.server.reports.Reports;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.web.shell.Downloads;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reports over REST, through the same front door as the console. */
@RestController
class ReportEndpoints {
    private final Reports reports;
    private final Downloads downloads;

    ReportEndpoints(Reports reports, Downloads downloads) {
        this.reports = reports;
        this.downloads = downloads;
    }

    /** A report that can be asked for, with its columns and filters. */
    record KindView(String report, List<String> columns, List<String> filters) {}

    @GetMapping("/api/v1/reports")
    @KeyNeeds(OperatorModule.REPORTS)
    List<KindView> kinds(ApiClient client) {
        Given.scope(client, ApiScope.MANAGE);
        return Arrays.stream(ReportKind.values())
                .map(kind -> ReportOrder.read(kind, List.of(), Map.of(), null).order())
                .map(order -> new KindView(
                        order.kind().slug(),
                        order.offered().stream().map(ReportColumn::id).toList(),
                        order.narrowable().stream().map(ReportFilter::slug).toList()))
                .toList();
    }

    @GetMapping("/api/v1/reports/{report}")
    @KeyNeeds(OperatorModule.REPORTS)
    void report(
            ApiClient client,
            @PathVariable String report,
            @RequestParam MultiValueMap<String, String> asked,
            @RequestParam(defaultValue = "json") String format,
            HttpServletResponse response)
            throws IOException {
        Given.scope(client, ApiScope.MANAGE);
        ReportKind kind = ReportKind.of(report).orElseThrow(() -> RestRefusal.notFound("report"));
        ReportFormat chosen =
                ReportFormat.of(format).orElseThrow(() -> RestRefusal.malformed("'format' is csv, json or pdf."));
        List<String> columns = new ArrayList<>();
        asked.getOrDefault("column", List.of()).forEach(value -> columns.addAll(Arrays.asList(value.split(",", -1))));
        ReportOrder.Understood understood = ReportOrder.read(kind, columns, asked.toSingleValueMap(), null);
        if (!understood.wrong().isEmpty()) {
            throw RestRefusal.malformed("Not understood: "
                    + understood.wrong().keySet().stream()
                            .map(ReportFilter::slug)
                            .collect(Collectors.joining(", ")) + ".");
        }
        downloads.bytes(
                response,
                report + "." + chosen.ending(),
                chosen.type(),
                out -> reports.write(
                        client.application().virtualServer(),
                        understood.order(),
                        chosen,
                        new Actor.ApiClient(client.id()),
                        out));
    }
}
