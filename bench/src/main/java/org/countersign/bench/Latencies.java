package org.countersign.bench;

import java.util.Arrays;
import java.util.Locale;

/** How long each of many calls took; safe for many threads when each has its own and they are joined at the end. */
final class Latencies {
    private long[] nanos = new long[1024];
    private int count;

    void add(long tookNanos) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = tookNanos;
    }

    void addAll(Latencies others) {
        for (int i = 0; i < others.count; i++) {
            add(others.nanos[i]);
        }
    }

    int count() {
        return count;
    }

    /** Returns the time that {@code percent} of the calls stayed below, as text in milliseconds. */
    String percentile(double percent) {
        if (count == 0) {
            return "none";
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int index = (int) Math.min(count - 1L, Math.round(Math.ceil(percent / 100 * count)) - 1);
        return String.format(Locale.ROOT, "%.1f ms", sorted[Math.max(0, index)] / 1e6);
    }
}
