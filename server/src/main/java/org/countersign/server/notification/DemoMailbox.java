package org.countersign.server.notification;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * Where mails of a demonstration arrive: in memory, the newest 200. It exists in demo mode only; a page shows it to anybody
 * on this machine.
 */
public final class DemoMailbox implements MailDelivery {
    private static final int MOST = 200;

    private final Deque<Message> newestFirst = new ArrayDeque<>();
    private final InstantSource time;

    DemoMailbox(InstantSource time) {
        this.time = time;
    }

    /**
     * A mail that has arrived.
     *
     * @param id names it in addresses
     */
    public record Message(UUID id, Instant at, Mail mail) {}

    @Override
    public synchronized Attempt deliver(UUID id, Mail mail) {
        if (newestFirst.stream().noneMatch(message -> message.id().equals(id))) {
            newestFirst.addFirst(new Message(id, time.instant(), mail));
            if (newestFirst.size() > MOST) {
                newestFirst.removeLast();
            }
        }
        return new Attempt.Delivered();
    }

    /** Returns the mails that have arrived, newest first. */
    public synchronized List<Message> messages() {
        return List.copyOf(newestFirst);
    }
}
