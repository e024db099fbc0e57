package org.countersign.server.enrollment;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Enrollments whose time ran out before anybody finished them: whom to send a new link. Changes nothing. */
@Component
public final class OverdueEnrollments {
    private static final Duration AGE = Duration.ofDays(30);

    private final OverdueStore store;
    private final InstantSource time;

    OverdueEnrollments(OverdueStore store, InstantSource time) {
        this.store = store;
        this.time = time;
    }

    /** Somebody whose link ran out, and the token that still waits for them. */
    public record Overdue(EnrollmentId id, UserId user, TokenId token, Instant expiredAt) {}

    /** Where one stands in the list; those of one moment stand by id. */
    public record Position(Instant expiredAt, EnrollmentId id) {}

    /**
     * Returns those of the last 30 days, the latest first.
     *
     * @param limit at most so many, 1 to 500
     */
    public List<Overdue> of(VirtualServerId virtualServer, int limit) {
        return page(virtualServer, null, limit);
    }

    /**
     * Returns one page of those of the last 30 days, the latest first.
     *
     * @param after only what stands behind this, or from the first on
     * @param limit at most so many, 1 to 500
     */
    public List<Overdue> page(VirtualServerId virtualServer, @Nullable Position after, int limit) {
        Instant now = time.instant();
        return store.overdue(virtualServer, now.minus(AGE), now, after, Math.clamp(limit, 1, 500));
    }
}
