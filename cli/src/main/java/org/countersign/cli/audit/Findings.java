package org.countersign.cli.audit;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with an export, and where. */
final class Findings {
    private static final int MOST = 50;

    private final List<String> kept = new ArrayList<>();
    private long count;

    void add(long line, String what) {
        count++;
        if (kept.size() < MOST) {
            kept.add("line " + line + ": " + what);
        }
    }

    boolean none() {
        return count == 0;
    }

    long count() {
        return count;
    }

    List<String> kept() {
        return kept;
    }
}
