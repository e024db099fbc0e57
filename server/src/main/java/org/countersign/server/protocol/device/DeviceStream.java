package org.countersign.server.protocol.device;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.countersign.server.kernel.TokenId;
import org.jspecify.annotations.Nullable;

/**
 * One live connection of an app. Lines queue up and are written by one short-lived virtual thread at a time; between
 * lines the connection holds no thread.
 */
final class DeviceStream {
    /** An app that does not read so many lines is gone. */
    private static final int LONGEST_QUEUE = 200;

    private final AsyncContext connection;
    private final Map<TokenId, String> serials;
    private final Executor writers;
    private final Runnable onEnd;
    private final Instant endsAt;
    private final Queue<Line> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean isStuck;
    private volatile Instant nextComment;

    DeviceStream(
            AsyncContext connection,
            Map<TokenId, String> serials,
            Executor writers,
            Runnable onEnd,
            Instant endsAt,
            Instant nextComment) {
        this.connection = connection;
        this.serials = new ConcurrentHashMap<>(serials);
        this.writers = writers;
        this.onEnd = onEnd;
        this.endsAt = endsAt;
        this.nextComment = nextComment;
    }

    /**
     * Something to write.
     *
     * @param text the lines of one event, or none to end the stream
     * @param written what to do once they are on their way
     */
    record Line(@Nullable String text, @Nullable Runnable written) {
        static final Line END = new Line(null, null);
    }

    /** Returns the tokens it carries news of, with their serial numbers. */
    Map<TokenId, String> serials() {
        return serials;
    }

    Instant endsAt() {
        return endsAt;
    }

    Instant nextComment() {
        return nextComment;
    }

    void nextComment(Instant next) {
        nextComment = next;
    }

    /** Queues a line; never blocks. */
    void write(Line line) {
        if (ended.get() || isStuck) {
            return;
        }
        queue.add(line);
        int before = waiting.getAndIncrement();
        if (before == 0) {
            writers.execute(this::drain);
        } else if (before > LONGEST_QUEUE) {
            // Its writer ends it: nobody completes a connection that another thread writes to.
            isStuck = true;
        }
    }

    /** Ends the stream after what is queued. */
    void finish() {
        write(Line.END);
    }

    /** Ends the stream at once, the first time only. */
    void end() {
        if (ended.compareAndSet(false, true)) {
            onEnd.run();
            try {
                connection.complete();
            } catch (IllegalStateException completedByTheContainer) {
                queue.clear();
            }
        }
    }

    /** Whoever raised the count from zero writes until it is zero again, so lines never mix. */
    private void drain() {
        int written;
        do {
            written = 0;
            for (Line line = queue.poll(); line != null; line = queue.poll()) {
                written++;
                if (!ended.get()) {
                    put(line);
                }
            }
        } while (waiting.addAndGet(-written) > 0);
    }

    private void put(Line line) {
        String text = line.text();
        if (text == null || isStuck) {
            end();
            return;
        }
        try {
            ServletOutputStream out = connection.getResponse().getOutputStream();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            if (line.written() != null) {
                line.written().run();
            }
        } catch (IOException | IllegalStateException gone) {
            end();
        }
    }
}
