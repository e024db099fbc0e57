package org.countersign.server.reports;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.countersign.server.users.SearchWords;

/**
 * What a filter asks of the database. Conditions compare stored columns with values, not what was computed from them: so the
 * database knows how many rows fit and which index finds them, be they ten or a million. How far somebody is in a task is
 * computed, and asking for it looks at everybody of the tasks.
 *
 * @param sql the condition, which names its values with a colon
 * @param values by their names
 */
record ReportCondition(String sql, Map<String, Object> values) {
    /** Sorts behind every character that a serial number can have. */
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private static final String TODAY = "date_trunc('day', :now::timestamptz, 'UTC')";

    ReportCondition {
        values = Map.copyOf(values);
    }

    private static ReportCondition of(String sql) {
        return new ReportCondition(sql, Map.of());
    }

    /** What a column holds is the value. */
    static Function<String, ReportCondition> is(String column, String name) {
        return value -> new ReportCondition(column + " = :" + name, Map.of(name, value));
    }

    /** What a column holds is the number. */
    static Function<String, ReportCondition> number(String column, String name) {
        return value -> new ReportCondition(column + " = :" + name, Map.of(name, Integer.valueOf(value)));
    }

    /** What a text begins with, as typed or in capitals. */
    static Function<String, ReportCondition> begins(String column) {
        return value -> {
            String capitals = value.toUpperCase(Locale.ROOT);
            String bytes = column + " collate \"C\"";
            return new ReportCondition(
                    "(" + bytes + " >= :typed and " + bytes + " < :typedEnd or " + bytes + " >= :capitals and " + bytes
                            + " < :capitalsEnd)",
                    Map.of(
                            "typed",
                            value,
                            "typedEnd",
                            value + LAST,
                            "capitals",
                            capitals,
                            "capitalsEnd",
                            capitals + LAST));
        };
    }

    /**
     * Whom somebody finds who types this into the list of users: a row of {@code report_user_word}, called {@code found}, that
     * is joined to each user, the first of theirs that fits.
     *
     * @param terms what is looked for, the rarest first
     */
    static ReportCondition person(List<SearchWords.Range> terms) {
        if (terms.isEmpty()) {
            return of("false");
        }
        StringBuilder sql = new StringBuilder("""
                found.virtual_server_id = :virtualServer and found.user_id = u.id
                and found.word >= :word0 and found.word < :wordEnd0
                and not exists (select from report_user_word earlier where earlier.user_id = found.user_id
                                and earlier.word >= :word0 and earlier.word < found.word)""");
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < terms.size(); i++) {
            if (i > 0) {
                sql.append("""

                        and exists (select from report_user_word other where other.user_id = u.id
                                    and other.word >= :word%1$d and other.word < :wordEnd%1$d)""".replace("%1$d", Integer.toString(i)));
            }
            values.put("word" + i, terms.get(i).from());
            values.put("wordEnd" + i, terms.get(i).to());
        }
        return new ReportCondition(sql.toString(), values);
    }

    /** Failures up to the cap lock a token without a change of state. */
    static ReportCondition tokenState(String state) {
        return switch (state) {
            case "ACTIVE" -> of("t.kept_state = 'ACTIVE' and not t.capped");
            case "LOCKED" -> of("(t.kept_state = 'LOCKED' or t.kept_state = 'ACTIVE' and t.capped)");
            default -> new ReportCondition("t.kept_state = :tokenState", Map.of("tokenState", state));
        };
    }

    /** A user without a token has none without push either. */
    static ReportCondition push(String push) {
        return push.equals("NOT_APPLICABLE")
                ? of("t.id is not null and t.kept_push is null")
                : new ReportCondition("t.kept_push = :push", Map.of("push", push));
    }

    /** From this day on, in UTC. */
    static Function<String, ReportCondition> from(String moment) {
        return day -> new ReportCondition(moment + " >= :from", Map.of("from", midnight(LocalDate.parse(day))));
    }

    /** Until this day's end, in UTC. */
    static Function<String, ReportCondition> to(String moment) {
        return day -> new ReportCondition(
                moment + " < :to", Map.of("to", midnight(LocalDate.parse(day).plusDays(1))));
    }

    /** So many days before today, and today. */
    static Function<String, ReportCondition> lastDays(String moment) {
        return days -> new ReportCondition(
                moment + " >= " + TODAY + " - make_interval(days => :lastDays)",
                Map.of("lastDays", Integer.valueOf(days)));
    }

    private static OffsetDateTime midnight(LocalDate day) {
        return day.atStartOfDay().atOffset(ZoneOffset.UTC);
    }
}
