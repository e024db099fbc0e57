package org.countersign.server.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The server's clock in tests: real time plus an offset that tests move forward. It never runs backwards. */
public final class TestTime implements InstantSource {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plus(ahead.get());
    }

    /** Moves the clock forward. */
    public void pass(Duration duration) {
        ahead.updateAndGet(duration::plus);
    }
}
