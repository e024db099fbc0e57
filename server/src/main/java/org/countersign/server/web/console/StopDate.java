package org.countersign.server.web.console;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.countersign.server.enrollment.ProvisioningCare;

/** Reads the day on which a task shall stop, as browsers send it: it stops at the end of that day. */
final class StopDate {
    private StopDate() {}

    /** Returns the end of the day in UTC, or nothing when it is no day, is over, or is too far away. */
    static Optional<Instant> read(String text, Instant now) {
        try {
            Instant end = LocalDate.parse(text.strip())
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            return end.isAfter(now) && !end.isAfter(now.plus(ProvisioningCare.LONGEST))
                    ? Optional.of(end)
                    : Optional.empty();
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }
}
