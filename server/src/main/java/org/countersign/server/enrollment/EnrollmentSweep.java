package org.countersign.server.enrollment;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Erases the secrets of enrollments that nobody finished in time. */
@Component
class EnrollmentSweep {
    private final OverdueStore store;
    private final StandardApps standardApps;
    private final InstantSource time;

    EnrollmentSweep(OverdueStore store, StandardApps standardApps, InstantSource time) {
        this.store = store;
        this.standardApps = standardApps;
        this.time = time;
    }

    @Scheduled(initialDelay = 5, fixedDelay = 15, timeUnit = TimeUnit.MINUTES)
    void sweep() {
        store.eraseExpired(time.instant());
        standardApps.endExpired();
    }
}
