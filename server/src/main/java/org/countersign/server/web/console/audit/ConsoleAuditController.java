package org.countersign.server.web.console.audit;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.server.audit.AuditPage;
import org.countersign.server.audit.AuditQuery;
import org.countersign.server.audit.AuditSearch;
import org.countersign.server.audit.ChainedEntry;
import org.countersign.server.evidence.Evidence;
import org.countersign.server.kernel.CsvText;
import org.countersign.server.reports.AuditFiles;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.countersign.server.web.console.WholeServer;
import org.countersign.server.web.shell.Downloads;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages about the record: what happened, one event in full, and files of it. */
@Controller
@Needs(OperatorModule.AUDIT)
public final class ConsoleAuditController {
    private static final Pattern PLACE = Pattern.compile("(\\d{1,2})-(\\d{1,18})");

    /** So far back a file of the record goes when nobody says otherwise. */
    private static final Duration RECENT = Duration.ofDays(30);

    private final AuditSearch search;
    private final AuditForms forms;
    private final AuditFiles files;
    private final Evidence evidence;
    private final Downloads downloads;
    private final InstantSource time;

    ConsoleAuditController(
            AuditSearch search,
            AuditForms forms,
            AuditFiles files,
            Evidence evidence,
            Downloads downloads,
            InstantSource time) {
        this.search = search;
        this.forms = forms;
        this.files = files;
        this.evidence = evidence;
        this.downloads = downloads;
        this.time = time;
    }

    @GetMapping("/console/{slug}/audit")
    ModelAndView list(
            OperatorVisit visit,
            @RequestParam Map<String, String> typed,
            @RequestParam(defaultValue = "") String before) {
        AuditForm form = new AuditForm(typed);
        AuditForms.Understood understood = forms.understand(visit.id(), form);
        AuditPage page = understood.wrong().isEmpty()
                ? search.page(visit.id(), understood.query(), AuditForms.position(before), ConsoleView.ROWS + 1)
                : new AuditPage(List.of(), null);
        List<ChainedEntry> found = page.found();
        boolean more = found.size() > ConsoleView.ROWS;
        List<ChainedEntry> shown = more ? found.subList(0, ConsoleView.ROWS) : found;
        AuditQuery.Position lookedBackTo = page.lookedBackTo();
        String next = more
                ? AuditForms.position(shown.getLast())
                : lookedBackTo == null ? null : AuditForms.text(lookedBackTo);
        return ConsoleView.page(
                "audit",
                visit,
                new ListPage(
                        form,
                        understood.wrong(),
                        forms.rows(visit.id(), shown),
                        lookedBackTo == null ? null : lookedBackTo.at(),
                        visit.link("/audit/export", form.pairs()),
                        !before.isEmpty() ? visit.link("/audit", form.pairs()) : null,
                        next == null ? null : visit.link("/audit", form.pairs("before", next))),
                understood.wrong().isEmpty() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @GetMapping("/console/{slug}/audit/events/{place}")
    ModelAndView detail(OperatorVisit visit, @PathVariable String place) {
        Matcher parts = PLACE.matcher(place);
        if (!parts.matches()) {
            throw ConsoleIds.notFound();
        }
        ChainedEntry found = search.find(
                        visit.id(),
                        new AuditQuery.Place(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2))))
                .orElseThrow(ConsoleIds::notFound);
        return ConsoleView.page(
                "audit-event",
                visit,
                new EventPage(
                        forms.rows(visit.id(), List.of(found)).getFirst(),
                        new TreeMap<>(found.entry().details())));
    }

    @GetMapping("/console/{slug}/audit/export")
    @WholeServer
    ModelAndView exportForm(OperatorVisit visit, @RequestParam Map<String, String> typed) {
        AuditForm form = new AuditForm(typed);
        return exportPage(visit, ranged(form), forms.understand(visit.id(), form), HttpStatus.OK);
    }

    @GetMapping("/console/{slug}/audit/download")
    @WholeServer
    @Nullable
    ModelAndView download(
            OperatorVisit visit,
            @RequestParam Map<String, String> typed,
            @RequestParam(defaultValue = "csv") String form,
            HttpServletResponse response)
            throws IOException {
        AuditForm asked = ranged(new AuditForm(typed));
        AuditForms.Understood understood = forms.understand(visit.id(), asked);
        if (!understood.wrong().isEmpty()) {
            return exportPage(visit, asked, understood, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        AuditQuery query = understood.query();
        String name = "audit-" + visit.virtualServer().slug();
        switch (form) {
            case "evidence" ->
                downloads.bytes(
                        response,
                        name + "-evidence.jsonl",
                        "application/jsonl",
                        out -> evidence.export(
                                visit.id(), moment(query.from()), moment(query.to()), visit.actor(), out));
            case "lines" ->
                downloads.text(
                        response,
                        name + ".jsonl",
                        "application/jsonl",
                        out -> files.write(visit.id(), query, AuditFiles.Form.LINES, visit.actor(), out));
            default ->
                downloads.text(response, name + ".csv", "text/csv", out -> {
                    out.write(CsvText.BYTE_ORDER_MARK);
                    files.write(visit.id(), query, AuditFiles.Form.CSV, visit.actor(), out);
                });
        }
        return null;
    }

    private static ModelAndView exportPage(
            OperatorVisit visit, AuditForm form, AuditForms.Understood understood, HttpStatus status) {
        return ConsoleView.page("audit-export", visit, new ExportPage(form, understood.wrong()), status);
    }

    /** A file has a beginning and an end in time: the last thirty days when nobody says otherwise. */
    private AuditForm ranged(AuditForm form) {
        Map<String, String> typed = new TreeMap<>(form.fields());
        Instant minute = time.instant().truncatedTo(ChronoUnit.MINUTES);
        if (form.of("to").isEmpty()) {
            typed.put("to", minute.plus(1, ChronoUnit.MINUTES).toString().substring(0, 16));
        }
        if (form.of("from").isEmpty()) {
            typed.put("from", minute.minus(RECENT).toString().substring(0, 16));
        }
        return new AuditForm(typed);
    }

    private Instant moment(@Nullable Instant known) {
        return known == null ? time.instant() : known;
    }

    /**
     * What the list shows.
     *
     * @param wrong for each field that was not understood, the key of the text that says why
     * @param lookedBackTo how far back was looked, where older events may fit, too
     * @param export address of the page that makes files of it
     */
    public record ListPage(
            AuditForm form,
            Map<String, String> wrong,
            List<AuditRow> rows,
            @Nullable Instant lookedBackTo,
            String export,
            @Nullable String first,
            @Nullable String next) {}

    /** One event with its details by name. */
    public record EventPage(AuditRow row, Map<String, String> details) {}

    /** What the page that makes files shows. */
    public record ExportPage(AuditForm form, Map<String, String> wrong) {}
}
