package org.countersign.cli.phone;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Breaks a line on which nothing has come for three times the server's keep-alive: it is dead without saying so. */
final class WatchedStream extends FilterInputStream {
    private static final Duration SILENCE = Duration.ofSeconds(75);

    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile long lastNanos = System.nanoTime();

    WatchedStream(InputStream in) {
        super(in);
        Thread.ofVirtual().name("stream-watch").start(this::watch);
    }

    private void watch() {
        try {
            while (!closed.await(5, TimeUnit.SECONDS)) {
                if (System.nanoTime() - lastNanos > SILENCE.toNanos()) {
                    close();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The reader gets its own end of the broken line; there is nobody to tell here.
            closed.countDown();
        }
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        lastNanos = System.nanoTime();
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        lastNanos = System.nanoTime();
        return count;
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        super.close();
    }
}
