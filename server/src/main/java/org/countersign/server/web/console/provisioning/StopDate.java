package org.countersign.server.web.console.provisioning;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.countersign.server.enrollment.ProvisioningCare;
import org.countersign.server.kernel.Moments;

/** Reads the day on which a task shall stop, as browsers send it: it stops at the end of that day. */
final class StopDate {
    private StopDate() {}

    /** Returns the end of the day in UTC, or nothing when it is no day, is over, or is too far away. */
    static Optional<Instant> read(String text, Instant now) {
        return Moments.day(text.strip())
                .map(day -> day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
                .filter(end -> end.isAfter(now) && !end.isAfter(now.plus(ProvisioningCare.LONGEST)));
    }
}
