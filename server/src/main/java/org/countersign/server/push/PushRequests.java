package org.countersign.server.push;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.countersign.server.kernel.PushRequestId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Push requests: the question 'somebody signs in as you', its answer, and the limits against fatigue. */
@Component
public final class PushRequests {
    /** An approval that nobody has used is worth nothing after it (SP 800-63B-4: out-of-band, at most 10 minutes). */
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(10);

    private final PushStarting starting;
    private final PushBook book;
    private final PushNumbers numbers;
    private final PushNews news;
    private final InstantSource time;
    private final TransactionOperations transactions;
    private final Executor wakers = Executors.newVirtualThreadPerTaskExecutor();

    PushRequests(
            PushStarting starting,
            PushBook book,
            PushNumbers numbers,
            PushNews news,
            InstantSource time,
            TransactionOperations transactions) {
        this.starting = starting;
        this.book = book;
        this.numbers = numbers;
        this.news = news;
        this.time = time;
        this.transactions = transactions;
    }

    /**
     * Asks a user on their phone. Sends after commit; an open request of the same requester is joined, one of another
     * requester is superseded.
     */
    public PushStart start(PushOrder order) {
        return transactions.execute(status -> switch (starting.start(order)) {
            case PushStarting.Start.Open(StoredPush request) -> new PushStart.Started(shown(request));
            case PushStarting.Start.NotPossible none -> new PushStart.NotPossible();
            case PushStarting.Start.Withheld withheld -> new PushStart.Withheld();
        });
    }

    /** Returns how a request stands, to its requester only; ends it first when its time is up. */
    public Optional<PushProgress> progress(VirtualServerId virtualServer, PushRequestId id, String requester) {
        return book.find(virtualServer, id)
                .filter(request -> request.requester().equals(requester))
                .map(this::shown);
    }

    /**
     * Waits, holding no thread, until the request is no longer as {@code seen}, or {@code patience} is over, and returns
     * how it stands then. Nothing for anybody but the requester.
     */
    public CompletableFuture<Optional<PushProgress>> await(
            VirtualServerId virtualServer, PushRequestId id, String requester, PushProgress seen, Duration patience) {
        Instant until = time.instant().plus(patience);
        // Listen first, look then: a change between the two is not missed.
        CompletableFuture<Void> change = news.nextChange(id);
        Optional<PushProgress> now;
        try {
            now = progress(virtualServer, id, requester);
        } catch (RuntimeException noDatabase) {
            news.forget(id, change);
            throw noDatabase;
        }
        if (patience.isNegative()
                || patience.isZero()
                || now.isEmpty()
                || !now.get().looksLike(seen)) {
            news.forget(id, change);
            return CompletableFuture.completedFuture(now);
        }
        return change.completeOnTimeout(null, patience.toMillis() + 1, TimeUnit.MILLISECONDS)
                .thenComposeAsync(
                        woken -> {
                            news.forget(id, change);
                            return await(virtualServer, id, requester, seen, Duration.between(time.instant(), until));
                        },
                        wakers);
    }

    /**
     * Uses an approval, once, for the requester who asked. Runs in the caller's transaction; the caller records the
     * sign-in.
     */
    public PushConsumption consume(VirtualServerId virtualServer, PushRequestId id, String requester) {
        return transactions.execute(status -> book.consume(
                        virtualServer, id, requester, time.instant().minus(LONGEST_LIFE))
                .<PushConsumption>map(
                        request -> new PushConsumption.Consumed(request.user(), request.token(), request.serial()))
                .orElseGet(() -> new PushConsumption.Nothing(progress(virtualServer, id, requester)
                        .map(PushProgress::state)
                        // An approval that could not be used is too old; a request of somebody else never was.
                        .filter(state -> state != PushState.APPROVED)
                        .orElse(PushState.EXPIRED))));
    }

    /** Ends an open request because its requester gave up or went on with a passcode. */
    public void withdraw(VirtualServerId virtualServer, PushRequestId id, String requester) {
        transactions.executeWithoutResult(status -> book.find(virtualServer, id)
                .filter(request -> request.requester().equals(requester))
                .ifPresent(request -> book.supersede(request, "withdrawn")));
    }

    private PushProgress shown(StoredPush request) {
        return new PushProgress(
                request.id(),
                request.state(),
                request.state() == PushState.PENDING ? numbers.of(request.id(), request.numberDigits()) : null,
                request.context().getOrDefault("device", ""),
                request.createdAt(),
                request.expiresAt(),
                request.delivered(),
                request.opened(),
                request.endedBecause());
    }
}
