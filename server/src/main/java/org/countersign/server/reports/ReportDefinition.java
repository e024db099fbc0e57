package org.countersign.server.reports;

import static org.countersign.server.reports.ReportColumn.moment;
import static org.countersign.server.reports.ReportColumn.plain;
import static org.countersign.server.reports.ReportColumn.worded;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * How a report is asked of the database.
 *
 * @param from what is read; the users, where there are any, are called {@code u}
 * @param always a condition that belongs to the report, or {@code true}
 * @param order in which order: one that an index has, for when the database finds that cheaper than sorting
 * @param found in which order those are who were searched for: a row for each is called {@code found}
 * @param scope the column that names the virtual server
 * @param filters what each filter that it takes asks for, by its value, but for the search for people, which all take
 */
record ReportDefinition(
        String from,
        String always,
        String order,
        String found,
        String scope,
        List<ReportColumn> columns,
        Map<ReportFilter, Function<String, ReportCondition>> filters) {
    private static final Map<ReportKind, ReportDefinition> ALL = new EnumMap<>(ReportKind.class);

    private static final Function<String, ReportCondition> SERIAL = ReportCondition.begins("t.serial");
    private static final Function<String, ReportCondition> USER_STATE = ReportCondition.is("u.state", "userState");
    private static final Function<String, ReportCondition> DEVICE_TYPE =
            ReportCondition.is("t.device_type", "deviceType");

    private static final String REPORTED = "('PUSH_REPORTED', 'PAST_SIGN_IN_REPORTED')";

    private static final List<ReportColumn> WHO =
            List.of(plain("userName", "u.user_name"), plain("displayName", "u.display_name"), plain("mail", "u.mail"));

    static {
        ALL.put(
                ReportKind.USERS_WITH_TOKENS,
                new ReportDefinition(
                        "report_user u left join report_token t on t.user_id = u.id",
                        "true",
                        "u.folded_name, t.serial collate \"C\"",
                        "found.word, found.user_id, t.serial collate \"C\"",
                        "u.virtual_server_id",
                        with(
                                WHO,
                                worded("userState", "u.state", ReportColumn.Words.USER_STATE),
                                plain("serial", "t.serial"),
                                worded("tokenState", "t.state", ReportColumn.Words.TOKEN_STATE),
                                plain("os", "t.os"),
                                worded("deviceType", "t.device_type", ReportColumn.Words.DEVICE),
                                worded("push", "t.push", ReportColumn.Words.PUSH),
                                moment("enrolled", "t.activated_at"),
                                moment("lastUsed", "t.last_used_at"),
                                plain("tokenName", "t.name"),
                                worded("mode", "t.mode", ReportColumn.Words.MODE),
                                worded("pin", "t.pin_kind", ReportColumn.Words.PIN),
                                plain("app", "t.app")),
                        Map.of(
                                ReportFilter.SERIAL, SERIAL,
                                ReportFilter.USER_STATE, USER_STATE,
                                ReportFilter.TOKEN_STATE, ReportCondition::tokenState,
                                ReportFilter.PUSH, ReportCondition::push,
                                ReportFilter.DEVICE_TYPE, DEVICE_TYPE)));
        ALL.put(
                ReportKind.TOKEN_INVENTORY,
                new ReportDefinition(
                        "report_token t left join report_user u on u.id = t.user_id",
                        "true",
                        "t.serial collate \"C\"",
                        "found.word, found.user_id, t.serial collate \"C\"",
                        "t.virtual_server_id",
                        List.of(
                                plain("serial", "t.serial"),
                                worded("tokenState", "t.state", ReportColumn.Words.TOKEN_STATE),
                                worded("mode", "t.mode", ReportColumn.Words.MODE),
                                worded("pin", "t.pin_kind", ReportColumn.Words.PIN),
                                plain("policy", "t.policy_string"),
                                plain("userName", "u.user_name"),
                                plain("displayName", "u.display_name"),
                                moment("allocated", "t.created_at"),
                                moment("enrolled", "t.activated_at"),
                                moment("lastUsed", "t.last_used_at"),
                                plain("os", "t.os"),
                                worded("deviceType", "t.device_type", ReportColumn.Words.DEVICE),
                                worded("push", "t.push", ReportColumn.Words.PUSH),
                                plain("app", "t.app"),
                                moment("lastSeen", "t.last_seen_at")),
                        Map.of(
                                ReportFilter.SERIAL,
                                SERIAL,
                                ReportFilter.TOKEN_STATE,
                                ReportCondition::tokenState,
                                ReportFilter.MODE,
                                ReportCondition.is("t.mode", "mode"),
                                ReportFilter.PUSH,
                                ReportCondition::push,
                                ReportFilter.DEVICE_TYPE,
                                DEVICE_TYPE)));
        ALL.put(ReportKind.SIGN_IN_ACTIVITY, signIns("true"));
        ALL.put(ReportKind.REPORTED_PUSHES, signIns("s.type in " + REPORTED));
        ALL.put(
                ReportKind.USERS_WITHOUT_SECOND_FACTOR,
                new ReportDefinition(
                        "report_user u",
                        "not exists (select from report_token t where t.user_id = u.id and t.state = 'ACTIVE')",
                        "u.folded_name",
                        "found.word, found.user_id",
                        "u.virtual_server_id",
                        with(
                                WHO,
                                worded("userState", "u.state", ReportColumn.Words.USER_STATE),
                                moment("created", "u.created_at"),
                                plain(
                                        "otherTokens",
                                        "(select string_agg(t.serial, ' ' order by t.serial collate \"C\") from report_token t"
                                                + " where t.user_id = u.id)")),
                        Map.of(ReportFilter.USER_STATE, USER_STATE)));
        ALL.put(
                ReportKind.PROVISIONING_PROGRESS,
                new ReportDefinition(
                        "provisioning_progress(:now) p left join report_user u on u.id = p.user_id"
                                + " left join report_token t on t.id = p.token_id",
                        "true",
                        "p.number desc, p.position",
                        "p.number desc, p.position",
                        "p.virtual_server_id",
                        with(
                                List.of(plain("task", "p.number"), moment("started", "p.started_at")),
                                plain("userName", "u.user_name"),
                                plain("displayName", "u.display_name"),
                                plain("mail", "u.mail"),
                                worded("progress", "p.progress", ReportColumn.Words.PROGRESS),
                                plain("serial", "t.serial"),
                                moment("mailed", "p.mailed_at"),
                                moment("expires", "p.expires_at"),
                                moment("enrolled", "p.completed_at"),
                                moment("stops", "p.stop_at")),
                        Map.of(
                                ReportFilter.TASK, ReportCondition.number("p.number", "task"),
                                ReportFilter.PROGRESS, ReportCondition.is("p.progress", "progress"),
                                ReportFilter.FROM, ReportCondition.from("p.started_at"),
                                ReportFilter.TO, ReportCondition.to("p.started_at"),
                                ReportFilter.LAST_DAYS, ReportCondition.lastDays("p.started_at"))));
    }

    private static ReportDefinition signIns(String always) {
        Map<ReportFilter, Function<String, ReportCondition>> filters = new EnumMap<>(ReportFilter.class);
        filters.put(ReportFilter.FROM, ReportCondition.from("s.at"));
        filters.put(ReportFilter.TO, ReportCondition.to("s.at"));
        filters.put(ReportFilter.LAST_DAYS, ReportCondition.lastDays("s.at"));
        if (always.equals("true")) {
            filters.put(ReportFilter.OUTCOME, ReportDefinition::outcome);
        }
        return new ReportDefinition(
                "report_sign_in s left join report_user u on u.id = s.user_id",
                always,
                "s.at desc, s.id desc",
                "s.at desc, s.id desc",
                "s.virtual_server_id",
                List.of(
                        moment("at", "s.at"),
                        worded("outcome", "s.type", ReportColumn.Words.OUTCOME),
                        plain("userName", "u.user_name"),
                        plain("displayName", "u.display_name"),
                        plain("application", "s.application"),
                        worded("factor", "s.factor", ReportColumn.Words.FACTOR),
                        plain("reason", "s.reason"),
                        plain("ip", "s.ip"),
                        plain("browser", "s.browser"),
                        plain("system", "s.os"),
                        plain("serial", "s.serial")),
                filters);
    }

    private static ReportCondition outcome(String outcome) {
        return new ReportCondition(
                switch (outcome) {
                    case "SUCCEEDED" -> "s.type = 'SIGN_IN_SUCCEEDED'";
                    case "REPORTED" -> "s.type in " + REPORTED;
                    default -> "s.type <> 'SIGN_IN_SUCCEEDED' and s.type not in " + REPORTED;
                },
                Map.of());
    }

    static ReportDefinition of(ReportKind kind) {
        return Optional.ofNullable(ALL.get(kind)).orElseThrow();
    }

    /** Returns by what it can be narrowed. */
    Set<ReportFilter> taken() {
        Set<ReportFilter> taken = EnumSet.copyOf(filters.keySet());
        taken.add(ReportFilter.TEXT);
        return taken;
    }

    private static List<ReportColumn> with(List<ReportColumn> first, ReportColumn... more) {
        List<ReportColumn> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }
}
