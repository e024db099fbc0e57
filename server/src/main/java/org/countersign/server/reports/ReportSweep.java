package org.countersign.server.reports;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes reports that wait, starts those whose hour has come, and deletes those whose time is up. Any number of servers may
 * do so from one database: each takes what no other has taken.
 */
@Component
class ReportSweep {
    private static final Logger LOG = LoggerFactory.getLogger(ReportSweep.class);

    /** Longer than any report takes: one of a server that was killed is taken by another after it. */
    private static final Duration LEASE = Duration.ofMinutes(30);

    private static final int MOST_ATTEMPTS = 3;

    private final ReportRunStore runs;
    private final ReportRules rules;
    private final Reports reports;
    private final Audit audit;
    private final TransactionOperations transactions;
    private final InstantSource time;

    ReportSweep(
            ReportRunStore runs,
            ReportRules rules,
            Reports reports,
            Audit audit,
            TransactionOperations transactions,
            InstantSource time) {
        this.runs = runs;
        this.rules = rules;
        this.reports = reports;
        this.audit = audit;
        this.transactions = transactions;
        this.time = time;
    }

    @Scheduled(initialDelay = 20, fixedDelay = 20, timeUnit = TimeUnit.SECONDS)
    void startDue() {
        for (ReportRuleStore.DueRule due : rules.due()) {
            try {
                rules.start(due);
            } catch (RuntimeException failed) {
                LOG.atError().setCause(failed).addKeyValue("rule", due.id()).log("a report could not be started");
                rules.putOff(due);
            }
        }
    }

    @Scheduled(initialDelay = 3, fixedDelay = 3, timeUnit = TimeUnit.SECONDS)
    void make() {
        Optional<ReportRunStore.Claimed> claimed = claim();
        while (claimed.isPresent()) {
            make(claimed.get());
            claimed = claim();
        }
    }

    @Scheduled(initialDelay = 13, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void forget() {
        runs.forgetBefore(time.instant());
    }

    private Optional<ReportRunStore.Claimed> claim() {
        Instant now = time.instant();
        return runs.claim(now, now.plus(LEASE));
    }

    private void make(ReportRunStore.Claimed claimed) {
        try {
            transactions.executeWithoutResult(status -> {
                int[] number = {0};
                ReportChunks chunks = new ReportChunks(content -> runs.insertChunk(claimed, number[0]++, content));
                reports.each(claimed.virtualServer(), claimed.run().order(), chunks::add);
                long rows = chunks.end();
                if (!runs.end(claimed, ReportRun.State.DONE, rows, time.instant())) {
                    status.setRollbackOnly();
                    return;
                }
                rules.tell(claimed.virtualServer(), claimed.run(), rows);
                audit.append(AuditEvent.of(claimed.virtualServer(), AuditType.REPORT_KEPT, new Actor.Server())
                        .with("report", claimed.run().order().kind())
                        .with("kept", claimed.run().id())
                        .with("askedBy", claimed.run().askedBy())
                        .with("rows", rows));
            });
        } catch (RuntimeException failed) {
            LOG.atError()
                    .setCause(failed)
                    .addKeyValue("report", claimed.run().id())
                    .addKeyValue("attempt", claimed.attempt())
                    .log("a report could not be made");
            if (claimed.attempt() >= MOST_ATTEMPTS) {
                giveUp(claimed);
            }
        }
    }

    private void giveUp(ReportRunStore.Claimed claimed) {
        transactions.executeWithoutResult(status -> {
            if (runs.end(claimed, ReportRun.State.FAILED, 0, time.instant())) {
                audit.append(AuditEvent.of(claimed.virtualServer(), AuditType.REPORT_FAILED, new Actor.Server())
                        .with("report", claimed.run().order().kind())
                        .with("kept", claimed.run().id())
                        .with("askedBy", claimed.run().askedBy())
                        .with("attempts", claimed.attempt()));
            }
        });
    }
}
