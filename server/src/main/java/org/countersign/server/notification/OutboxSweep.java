package org.countersign.server.notification;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets messages thirty days after they were delivered or given up; their content went at once. */
@Component
class OutboxSweep {
    private static final Duration KEPT = Duration.ofDays(30);

    private final OutboxStore store;
    private final InstantSource time;

    OutboxSweep(OutboxStore store, InstantSource time) {
        this.store = store;
        this.time = time;
    }

    @Scheduled(initialDelay = 7, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void forget() {
        store.forgetBefore(time.instant().minus(KEPT));
    }
}
