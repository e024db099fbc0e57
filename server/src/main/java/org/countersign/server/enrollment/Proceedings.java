package org.countersign.server.enrollment;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.countersign.server.enrollment.EnrollmentRefused.Reason;
import org.springframework.stereotype.Component;

/** The course of an enrollment: says no to a step, counts what counts, and records it; in the transaction of the step. */
@Component
class Proceedings {
    private final EnrollmentStore store;
    private final EnrollmentNews news;
    private final InstantSource time;

    Proceedings(EnrollmentStore store, EnrollmentNews news, InstantSource time) {
        this.store = store;
        this.news = news;
        this.time = time;
    }

    EnrollmentRefused refuse(EnrollmentRow enrollment, String step, Reason reason, String ip) {
        EnrollmentRefused refusal = new EnrollmentRefused(reason);
        news.refused(enrollment, step, refusal, ip);
        return refusal;
    }

    /** Refuses a failure that counts; the fifth ends the enrollment and says so. */
    EnrollmentRefused count(EnrollmentRow enrollment, String step, Reason reason, String ip) {
        Optional<Integer> failures = store.fail(enrollment.id);
        return counted(enrollment, step, reason, ip, failures.orElse(EnrollmentRow.MOST_FAILURES));
    }

    /** Refuses a failure that was counted before it was looked at. */
    EnrollmentRefused counted(EnrollmentRow enrollment, String step, Reason reason, String ip, int failures) {
        boolean last = failures >= EnrollmentRow.MOST_FAILURES;
        if (last) {
            store.endWhenSpent(enrollment.id);
        }
        news.refused(enrollment, step, new EnrollmentRefused(reason), ip);
        return last
                ? new EnrollmentRefused(Reason.FAILED)
                : new EnrollmentRefused(reason, EnrollmentRow.MOST_FAILURES - failures, null);
    }

    /** Refuses a second device, and tells user and operators of it. */
    EnrollmentRefused contested(EnrollmentRow enrollment, String step, String ip) {
        Instant now = time.instant();
        news.contested(enrollment, store.contest(enrollment.id, now), step, ip, now);
        return new EnrollmentRefused(Reason.USED);
    }

    Instant now() {
        return time.instant();
    }

    EnrollmentNews news() {
        return news;
    }
}
