package org.countersign.server.push;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Ends requests whose time is up, so that waiting pages and apps hear of it, and forgets them after thirty days. */
@Component
class PushSweep {
    private static final int AT_ONCE = 200;
    private static final Duration KEPT = Duration.ofDays(30);

    private final PushStore store;
    private final PushBook book;
    private final InstantSource time;
    private final TransactionOperations transactions;

    PushSweep(PushStore store, PushBook book, InstantSource time, TransactionOperations transactions) {
        this.store = store;
        this.book = book;
        this.time = time;
        this.transactions = transactions;
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void endOverdue() {
        int ended = AT_ONCE;
        while (ended == AT_ONCE) {
            ended = transactions.execute(status -> {
                List<StoredPush> overdue = store.overdue(time.instant(), AT_ONCE);
                overdue.forEach(book::expire);
                return overdue.size();
            });
        }
    }

    /** The record keeps what came of a request for ever; the request itself goes. */
    @Scheduled(initialDelay = 7, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void forget() {
        store.forgetBefore(time.instant().minus(KEPT));
    }
}
