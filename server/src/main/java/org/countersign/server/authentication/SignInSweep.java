package org.countersign.server.authentication;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets sign-ins a day after they began: they live for minutes, and the record keeps what came of them. */
@Component
class SignInSweep {
    private static final Duration KEPT = Duration.ofDays(1);

    private final SignInStore store;
    private final InstantSource time;

    SignInSweep(SignInStore store, InstantSource time) {
        this.store = store;
        this.time = time;
    }

    @Scheduled(initialDelay = 7, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void forget() {
        store.forgetBefore(time.instant().minus(KEPT));
    }
}
