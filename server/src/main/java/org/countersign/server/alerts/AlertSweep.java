package org.countersign.server.alerts;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.audit.AuditQuery;
import org.countersign.server.audit.AuditSearch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Reads what is new on record, and raises what somebody wants to know. What was read and what was raised commit together,
 * so that no alert is lost or raised twice, whichever of several servers reads.
 */
@Component
class AlertSweep {
    private static final Logger LOG = LoggerFactory.getLogger(AlertSweep.class);
    private static final Duration KEPT = Duration.ofDays(90);
    private static final int LANES_AT_ONCE = 64;

    private final AlertPositionStore positions;
    private final AlertRaising raising;
    private final AlertStore store;
    private final AuditSearch search;
    private final TransactionOperations transactions;
    private final InstantSource time;

    AlertSweep(
            AlertPositionStore positions,
            AlertRaising raising,
            AlertStore store,
            AuditSearch search,
            TransactionOperations transactions,
            InstantSource time) {
        this.positions = positions;
        this.raising = raising;
        this.store = store;
        this.search = search;
        this.transactions = transactions;
        this.time = time;
    }

    @Scheduled(initialDelay = 3, fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
    void follow() {
        transactions.executeWithoutResult(status -> {
            for (AlertPositionStore.News news : positions.lock(LANES_AT_ONCE)) {
                List<AuditQuery.Place> places = positions.events(news, AlertEvent.types());
                for (AuditQuery.Place place : places) {
                    search.find(news.virtualServer(), place).ifPresent(found -> raise(news, found.entry()));
                }
                positions.moveOn(news);
            }
        });
    }

    private void raise(AlertPositionStore.News news, AuditEntry entry) {
        AlertEvent.of(entry.type()).ifPresent(event -> raising.raise(news.virtualServer(), event, entry));
    }

    /** What was held back goes out once its time has come, as one alert with a count. */
    @Scheduled(initialDelay = 20, fixedDelay = 20, timeUnit = TimeUnit.SECONDS)
    void late() {
        for (AlertStore.Waiting waiting : store.waiting(time.instant().minus(Duration.ofMinutes(1)))) {
            try {
                transactions.executeWithoutResult(status -> raising.release(waiting));
            } catch (RuntimeException failed) {
                LOG.atError()
                        .setCause(failed)
                        .addKeyValue("recipient", waiting.mailbox().recipient())
                        .log("an alert that waited could not be sent");
            }
        }
    }

    @Scheduled(initialDelay = 17, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void forget() {
        store.forgetBefore(time.instant().minus(KEPT));
    }
}
