package org.countersign.server.reports;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Makes reports: their first rows for a page, or all of them as a file that is written while it travels. */
@Component
public final class Reports {
    private final ReportStore store;
    private final ReportWords words;
    private final ReportFiles files;
    private final Audit audit;
    private final TransactionOperations transactions;
    private final InstantSource time;

    Reports(
            ReportStore store,
            ReportWords words,
            ReportFiles files,
            Audit audit,
            TransactionOperations transactions,
            InstantSource time) {
        this.store = store;
        this.words = words;
        this.files = files;
        this.audit = audit;
        this.transactions = transactions;
        this.time = time;
    }

    /** Returns the first rows, each value as people read it. */
    public List<List<String>> preview(VirtualServerId virtualServer, ReportOrder order, int rows) {
        List<ReportColumn> columns = order.shown();
        List<List<String>> shown = new ArrayList<>();
        store.each(virtualServer, order, time.instant(), rows, row -> {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                values.add(words.value(columns.get(i), row.get(i)));
            }
            shown.add(List.copyOf(values));
        });
        return shown;
    }

    /**
     * Writes a report as a file. Only some rows are in memory at a time, whatever their number; a PDF ends after {@link
     * ReportPdf#MOST_ROWS}. That somebody took it is on record before the first row.
     */
    public void write(
            VirtualServerId virtualServer, ReportOrder order, ReportFormat format, Actor actor, OutputStream out)
            throws IOException {
        transactions.executeWithoutResult(status ->
                audit.append(AuditEvent.of(virtualServer, AuditType.REPORT_DOWNLOADED, actor)
                        .with("report", order.kind())
                        .with("columns", String.join(" ", order.columns()))
                        .with("filters", order.filters())
                        .with("format", format)));
        Instant now = time.instant();
        long limit = format == ReportFormat.PDF ? ReportPdf.MOST_ROWS + 1L : Long.MAX_VALUE;
        try (ReportFile file = open(virtualServer, order, format, now, out)) {
            store.each(virtualServer, order, now, limit, file::add);
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
    }

    ReportFile open(
            VirtualServerId virtualServer, ReportOrder order, ReportFormat format, Instant madeAt, OutputStream out)
            throws IOException {
        return files.open(virtualServer, order, format, madeAt, out);
    }

    /** Hands every row as it is stored to somebody who keeps it. */
    void each(VirtualServerId virtualServer, ReportOrder order, Consumer<List<@Nullable String>> taker) {
        store.each(virtualServer, order, time.instant(), Long.MAX_VALUE, taker);
    }
}
