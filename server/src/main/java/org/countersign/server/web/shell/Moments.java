package org.countersign.server.web.shell;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How pages write a moment: in UTC and said so; a script may then put it into the reader's own time. */
public final class Moments {
    private static final DateTimeFormatter WORDS =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private Moments() {}

    /** Returns for example {@code 22 Nov 2026, 04:43 UTC}. */
    public static String words(Instant moment) {
        return WORDS.format(moment) + " UTC";
    }

    /** Returns the moment for programs, to the second. */
    public static String exact(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
