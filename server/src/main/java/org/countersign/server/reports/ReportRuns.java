package org.countersign.server.reports;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Reports that are kept: made in the background, read as often as wanted, deleted when their time is up. */
@Component
public final class ReportRuns {
    /** For so long a report is kept when nobody says otherwise. */
    public static final Duration KEPT = Duration.ofDays(30);

    private final ReportRunStore store;
    private final Reports reports;
    private final Audit audit;
    private final TransactionOperations transactions;
    private final Randomness randomness;
    private final InstantSource time;

    ReportRuns(
            ReportRunStore store,
            Reports reports,
            Audit audit,
            TransactionOperations transactions,
            Randomness randomness,
            InstantSource time) {
        this.store = store;
        this.reports = reports;
        this.audit = audit;
        this.transactions = transactions;
        this.randomness = randomness;
        this.time = time;
    }

    /** Has a report made and kept; it starts within seconds. */
    public ReportRun keep(VirtualServerId virtualServer, ReportOrder order, Actor actor) {
        return insert(virtualServer, order, actor.text(), null, KEPT);
    }

    ReportRun insert(
            VirtualServerId virtualServer, ReportOrder order, String askedBy, @Nullable UUID rule, Duration kept) {
        Instant now = time.instant();
        ReportRun run = new ReportRun(
                randomness.newId(), order, askedBy, rule, now, ReportRun.State.WAITING, null, 0, now.plus(kept));
        store.insert(virtualServer, run);
        return run;
    }

    /**
     * Returns kept reports, newest first.
     *
     * @param before only those asked for before then, or all
     */
    public List<ReportRun> page(VirtualServerId virtualServer, @Nullable Instant before, int limit) {
        return store.page(virtualServer, before, limit, time.instant());
    }

    /** Finds a kept report. */
    public Optional<ReportRun> find(VirtualServerId virtualServer, UUID id) {
        return store.find(virtualServer, id, time.instant());
    }

    /** Writes a kept report as a file; that somebody took it is on record before the first row. */
    public void write(VirtualServerId virtualServer, ReportRun run, ReportFormat format, Actor actor, OutputStream out)
            throws IOException {
        transactions.executeWithoutResult(
                status -> audit.append(AuditEvent.of(virtualServer, AuditType.REPORT_DOWNLOADED, actor)
                        .with("report", run.order().kind())
                        .with("kept", run.id())
                        .with("format", format)));
        // Whoever began in time gets the whole file.
        Instant startedAt = time.instant();
        Instant madeAt = run.endedAt() == null ? run.askedAt() : run.endedAt();
        try (ReportFile file = reports.open(virtualServer, run.order(), format, madeAt, out)) {
            Optional<byte[]> chunk = store.chunk(virtualServer, run.id(), 0, startedAt);
            for (int number = 1; chunk.isPresent(); number++) {
                ReportChunks.read(chunk.get(), file::add);
                chunk = store.chunk(virtualServer, run.id(), number, startedAt);
            }
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
    }

    /** Deletes a kept report before its time; false when there is none. */
    public boolean delete(VirtualServerId virtualServer, ReportRun run, Actor actor) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean deleted = store.delete(virtualServer, run.id());
            if (deleted) {
                audit.append(AuditEvent.of(virtualServer, AuditType.REPORT_DELETED, actor)
                        .with("report", run.order().kind())
                        .with("kept", run.id()));
            }
            return deleted;
        }));
    }
}
