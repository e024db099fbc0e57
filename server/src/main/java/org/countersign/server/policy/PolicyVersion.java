package org.countersign.server.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rules as they were from one change to the next.
 *
 * @param number 1 for the first change; 0 for the rules that a virtual server starts with
 * @param changedBy who changed them, as the record names actors
 * @param changedAt when, or none for version 0
 */
public record PolicyVersion(
        int number,
        PolicySettings settings,
        String changedBy,
        @Nullable Instant changedAt) {
    /** What holds until somebody changes it. */
    static final PolicyVersion FIRST = new PolicyVersion(0, PolicySettings.DEFAULT, "server", null);
}
