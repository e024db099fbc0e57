package org.countersign.server.reports;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.countersign.server.kernel.OperatorId;

/**
 * A report that is made again and again.
 *
 * @param name for people, 1 to 80 characters
 * @param keepDays for how many days each is kept, 1 to 3650
 * @param recipients operators who get a mail that it is there
 * @param nextAt when it is made next
 */
public record ReportRule(
        UUID id,
        String name,
        ReportOrder order,
        Schedule schedule,
        int keepDays,
        List<OperatorId> recipients,
        Instant nextAt) {
    public ReportRule {
        recipients = List.copyOf(recipients);
        if (!isName(name) || keepDays < 1 || keepDays > 3650) {
            throw new IllegalArgumentException("a rule has a name of 1 to 80 characters and keeps for 1 to 3650 days");
        }
    }

    /** Says whether a rule can have this name: 1 to 80 characters, one line. */
    public static boolean isName(String name) {
        return !name.isBlank()
                && name.length() <= 80
                && name.codePoints()
                        .noneMatch(c -> Character.isISOControl(c)
                                || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }
}
