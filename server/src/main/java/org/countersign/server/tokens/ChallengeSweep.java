package org.countersign.server.tokens;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets challenges a day after they were asked: they live for minutes, and the record keeps what came of them. */
@Component
class ChallengeSweep {
    private static final Duration KEPT = Duration.ofDays(1);

    private final ChallengeStore store;
    private final InstantSource time;

    ChallengeSweep(ChallengeStore store, InstantSource time) {
        this.store = store;
        this.time = time;
    }

    @Scheduled(initialDelay = 9, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void forget() {
        store.forgetBefore(time.instant().minus(KEPT));
    }
}
