package org.countersign.server.audit;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds events of the record, a page at a time or all of them. Changes nothing. */
@Component
public final class AuditSearch {
    private static final int LARGEST_PAGE = 500;

    /** So many events are looked at for a page where no index helps: what anybody asks for is answered soon, or says so. */
    private static final int MOST_LOOKED_AT = 10_000;

    private final AuditSearchStore store;

    AuditSearch(AuditSearchStore store) {
        this.store = store;
    }

    /**
     * Returns one page of what {@code query} asks for, newest first. Texts, addresses and who did something have no index:
     * then only so many events are looked at, and the page says how far that went.
     *
     * @param before from where the list goes on, or none for its beginning
     * @param limit at most so many, 1 to 500
     */
    public AuditPage page(
            VirtualServerId virtualServer, AuditQuery query, AuditQuery.@Nullable Position before, int limit) {
        int most = Math.clamp(limit, 1, LARGEST_PAGE);
        AuditQuery.Position horizon = query.isIndexed()
                ? null
                : store.position(virtualServer.value(), query, before, MOST_LOOKED_AT)
                        .orElse(null);
        List<ChainedEntry> found = store.page(virtualServer.value(), query, before, horizon, most);
        return new AuditPage(found, found.size() < most ? horizon : null);
    }

    /** Finds one event by its place. */
    public Optional<ChainedEntry> find(VirtualServerId virtualServer, AuditQuery.Place place) {
        return store.find(virtualServer.value(), place);
    }

    /**
     * Hands every event that {@code query} asks for to {@code taker}, newest first, however many there are: only some of
     * them are in memory at a time.
     */
    public void each(VirtualServerId virtualServer, AuditQuery query, Consumer<ChainedEntry> taker) {
        store.each(virtualServer.value(), query, taker);
    }

    /** Hands every event of the lanes between two ends to {@code taker}, lane by lane, in the order of the numbers. */
    public void each(VirtualServerId virtualServer, ChainEnds after, ChainEnds until, Consumer<ChainedEntry> taker) {
        for (int lane = 0; lane < AuditStore.LANES; lane++) {
            store.each(virtualServer.value(), lane, after.sequence(lane), until.sequence(lane), taker);
        }
    }
}
