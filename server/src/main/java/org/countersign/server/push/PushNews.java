package org.countersign.server.push;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.countersign.server.kernel.PushRequestId;
import org.countersign.server.kernel.TokenId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells whoever waits that a push request has changed, after the change is committed. Holds no thread for those who wait.
 *
 * <p>It reaches the waiters of this process only. With several nodes this class is the place where news would cross
 * them, and nothing else would change; see docs/adr/push-news-within-one-process.md.
 */
@Component
class PushNews {
    private final Map<PushRequestId, Set<CompletableFuture<Void>>> waiters = new ConcurrentHashMap<>();
    private final Map<TokenId, Set<Consumer<PushEvent>>> listeners = new ConcurrentHashMap<>();

    /** Returns a future that completes at the next change of a request, until {@link #forget}. */
    CompletableFuture<Void> nextChange(PushRequestId id) {
        CompletableFuture<Void> waiter = new CompletableFuture<>();
        add(waiters, id, waiter);
        return waiter;
    }

    /** Ends what {@link #nextChange} began. */
    void forget(PushRequestId id, CompletableFuture<Void> waiter) {
        remove(waiters, id, waiter);
    }

    /** Hands every event about a token to {@code listener}, which must not block, until {@link #unlisten}. */
    void listen(TokenId token, Consumer<PushEvent> listener) {
        add(listeners, token, listener);
    }

    void unlisten(TokenId token, Consumer<PushEvent> listener) {
        remove(listeners, token, listener);
    }

    /** Tells the app and the waiting pages once the transaction has committed. */
    void afterCommit(TokenId token, PushRequestId id, PushEvent event) {
        afterCommit(() -> {
            listeners.getOrDefault(token, Set.of()).forEach(listener -> listener.accept(event));
            tell(id);
        });
    }

    /** Tells the waiting pages only, once the transaction has committed. */
    void afterCommit(PushRequestId id) {
        afterCommit(() -> tell(id));
    }

    /** Tells the waiting pages at once, of a change that is committed. */
    void tell(PushRequestId id) {
        Set.copyOf(waiters.getOrDefault(id, Set.of())).forEach(waiter -> waiter.complete(null));
    }

    private static void afterCommit(Runnable action) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            throw new IllegalStateException("a change is told in the transaction that makes it");
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }

    private static <K, V> void add(Map<K, Set<V>> map, K key, V value) {
        map.compute(key, (same, known) -> {
            Set<V> values = known == null ? ConcurrentHashMap.newKeySet(1) : known;
            values.add(value);
            return values;
        });
    }

    private static <K, V> void remove(Map<K, Set<V>> map, K key, V value) {
        map.computeIfPresent(key, (same, values) -> {
            values.remove(value);
            return values.isEmpty() ? null : values;
        });
    }
}
