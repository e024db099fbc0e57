package org.countersign.server.push;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.countersign.server.kernel.PushRequestId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;

/** Push requests: the question 'somebody signs in as you', its answer, and the limits against fatigue. */
@Component
public final class PushRequests {

    /**
     * Asks a user on their phone. Sends after commit; an open request of the same requester is joined, one of another
     * requester is superseded.
     */
    public PushStart start(PushOrder order) {
        throw new UnsupportedOperationException(order.toString());
    }

    /** Returns how a request stands, to its requester only; ends it first when its time is up. */
    public Optional<PushProgress> progress(VirtualServerId virtualServer, PushRequestId id, String requester) {
        throw new UnsupportedOperationException(id.toString() + virtualServer + requester);
    }

    /**
     * Waits, holding no thread, until the request is no longer as {@code seen}, or {@code patience} is over, and returns
     * how it stands then. Nothing for anybody but the requester.
     */
    public CompletableFuture<Optional<PushProgress>> await(
            VirtualServerId virtualServer, PushRequestId id, String requester, PushProgress seen, Duration patience) {
        throw new UnsupportedOperationException(id.toString() + virtualServer + requester + seen + patience);
    }

    /**
     * Uses an approval, once, for the requester who asked. Runs in the caller's transaction; the caller records the
     * sign-in.
     */
    public PushConsumption consume(VirtualServerId virtualServer, PushRequestId id, String requester) {
        throw new UnsupportedOperationException(id.toString() + virtualServer + requester);
    }

    /** Ends an open request because its requester gave up or went on with a passcode. */
    public void withdraw(VirtualServerId virtualServer, PushRequestId id, String requester) {
        throw new UnsupportedOperationException(id.toString() + virtualServer + requester);
    }
}
