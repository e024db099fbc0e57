package org.countersign.server.push;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.countersign.server.kernel.PushRequestId;
import org.countersign.server.kernel.TokenId;
import org.springframework.stereotype.Component;

/** Push requests as the app that holds a token sees them. Whoever calls has checked the device's signature. */
@Component
public final class PushInbox {
    /** An app that was away longer has nobody in front of it who waits for an answer. */
    private static final Duration ENDS_TOLD = Duration.ofMinutes(10);

    private final PushStore store;
    private final PushNews news;
    private final InstantSource time;

    PushInbox(PushStore store, PushNews news, InstantSource time) {
        this.store = store;
        this.news = news;
        this.time = time;
    }

    /** Returns the open requests of tokens, newest first. */
    public List<PushEvent.Asked> open(Collection<TokenId> tokens) {
        return tokens.isEmpty()
                ? List.of()
                : store.open(tokens, time.instant()).stream()
                        .map(request -> new PushEvent.Asked(request.serial(), request.id(), request.jws()))
                        .toList();
    }

    /** Returns how requests of tokens ended that were made in the last ten minutes, newest first. */
    public List<PushEvent.Ended> ended(Collection<TokenId> tokens) {
        Instant now = time.instant();
        return tokens.isEmpty() ? List.of() : store.ended(tokens, now.minus(ENDS_TOLD), now);
    }

    /** Notes that a request has reached the app of its token; false when the token has no such request. */
    public boolean delivered(TokenId token, PushRequestId id) {
        return note(token, id, store.delivered(token, id, time.instant()));
    }

    /** Notes that a person has a request on the screen; false when the token has no such request. */
    public boolean opened(TokenId token, PushRequestId id) {
        return note(token, id, store.opened(token, id, time.instant()));
    }

    /**
     * Hands every event about a token to {@code listener}, after commit, until {@link #unlisten}. The listener must not
     * block.
     */
    public void listen(TokenId token, Consumer<PushEvent> listener) {
        news.listen(token, listener);
    }

    /** Ends what {@link #listen} began. */
    public void unlisten(TokenId token, Consumer<PushEvent> listener) {
        news.unlisten(token, listener);
    }

    private boolean note(TokenId token, PushRequestId id, boolean changed) {
        if (changed) {
            news.tell(id);
        }
        return changed || store.exists(token, id);
    }
}
