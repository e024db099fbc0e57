package org.countersign.server.reports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of rules by which reports are made. */
@Component
class ReportRuleStore {
    private final JdbcClient jdbc;
    private final Randomness randomness;

    ReportRuleStore(JdbcClient jdbc, Randomness randomness) {
        this.jdbc = jdbc;
        this.randomness = randomness;
    }

    /** Names a rule whose hour has come, whatever else is in its row. */
    record DueRule(VirtualServerId virtualServer, UUID id, String name) {}

    /** A rule whose hour has come, locked until the transaction ends. */
    record Due(VirtualServerId virtualServer, ReportRule rule) {}

    UUID newId() {
        return randomness.newId();
    }

    void insert(VirtualServerId virtualServer, ReportRule rule, String createdBy, Instant now) {
        Map<String, @Nullable Object> values = values(virtualServer, rule);
        values.put("createdBy", createdBy);
        values.put("now", at(now));
        jdbc.sql("""
                insert into report_rule (id, virtual_server_id, name, kind, columns, filters, containers, every, weekday,
                                         day_of_month, hour, zone, keep_days, recipients, next_at, created_by, created_at)
                values (:id, :virtualServer, :name, :kind, :columns, :filters::jsonb, :containers, :every, :weekday,
                        :day, :hour, :zone, :keepDays, :recipients, :nextAt, :createdBy, :now)
                """).params(values).update();
    }

    boolean update(VirtualServerId virtualServer, ReportRule rule) {
        return jdbc.sql("""
                        update report_rule
                        set name = :name, kind = :kind, columns = :columns, filters = :filters::jsonb,
                            containers = :containers, every = :every, weekday = :weekday, day_of_month = :day,
                            hour = :hour, zone = :zone, keep_days = :keepDays, recipients = :recipients, next_at = :nextAt
                        where virtual_server_id = :virtualServer and id = :id
                        """).params(values(virtualServer, rule)).update() == 1;
    }

    private static Map<String, @Nullable Object> values(VirtualServerId virtualServer, ReportRule rule) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", rule.id());
        values.put("virtualServer", virtualServer.value());
        values.put("name", rule.name());
        values.put("kind", rule.order().kind().name());
        values.put("columns", ReportColumns.columns(rule.order()));
        values.put("filters", ReportColumns.filters(rule.order()));
        values.put("containers", ReportColumns.containers(rule.order()));
        values.put("every", rule.schedule().every().name());
        values.put("weekday", rule.schedule().weekday().getValue());
        values.put("day", rule.schedule().dayOfMonth());
        values.put("hour", rule.schedule().hour());
        values.put("zone", rule.schedule().zone().getId());
        values.put("keepDays", rule.keepDays());
        values.put(
                "recipients", rule.recipients().stream().map(OperatorId::value).toArray(UUID[]::new));
        values.put("nextAt", at(rule.nextAt()));
        return values;
    }

    boolean delete(VirtualServerId virtualServer, UUID id) {
        return jdbc.sql("delete from report_rule where virtual_server_id = ? and id = ?")
                        .params(virtualServer.value(), id)
                        .update()
                == 1;
    }

    List<ReportRule> of(VirtualServerId virtualServer) {
        return jdbc.sql("select * from report_rule where virtual_server_id = ? order by lower(name), id limit 500")
                .param(virtualServer.value())
                .query((row, number) -> rule(row))
                .list();
    }

    Optional<ReportRule> find(VirtualServerId virtualServer, UUID id) {
        return jdbc.sql("select * from report_rule where virtual_server_id = ? and id = ?")
                .params(virtualServer.value(), id)
                .query((row, number) -> rule(row))
                .optional();
    }

    /** Returns which rules' hours have come, those that wait longest first. */
    List<DueRule> due(Instant now, int limit) {
        return jdbc.sql(
                        "select virtual_server_id, id, name from report_rule where next_at <= ? order by next_at, id limit ?")
                .params(at(now), limit)
                .query((row, number) -> new DueRule(
                        new VirtualServerId(row.getObject("virtual_server_id", UUID.class)),
                        row.getObject("id", UUID.class),
                        row.getString("name")))
                .list();
    }

    /** Puts a rule off; whoever changes the row has done so. */
    boolean putOff(DueRule due, Instant now, Instant next) {
        return jdbc.sql("update report_rule set next_at = ? where virtual_server_id = ? and id = ? and next_at <= ?")
                        .params(at(next), due.virtualServer().value(), due.id(), at(now))
                        .update()
                == 1;
    }

    /** Takes a rule whose hour has come, unless another server has taken it. */
    Optional<Due> lockDue(DueRule due, Instant now) {
        return jdbc.sql("""
                        select * from report_rule where virtual_server_id = ? and id = ? and next_at <= ?
                        for update skip locked
                        """)
                .params(due.virtualServer().value(), due.id(), at(now))
                .query((row, number) ->
                        new Due(new VirtualServerId(row.getObject("virtual_server_id", UUID.class)), rule(row)))
                .optional();
    }

    void setNext(Due due, Instant next) {
        jdbc.sql("update report_rule set next_at = ? where virtual_server_id = ? and id = ?")
                .params(at(next), due.virtualServer().value(), due.rule().id())
                .update();
    }

    private static ReportRule rule(ResultSet row) throws SQLException {
        return new ReportRule(
                row.getObject("id", UUID.class),
                row.getString("name"),
                ReportColumns.order(row),
                new Schedule(
                        Schedule.Every.valueOf(row.getString("every")),
                        DayOfWeek.of(row.getInt("weekday")),
                        row.getInt("day_of_month"),
                        row.getInt("hour"),
                        ZoneId.of(row.getString("zone"))),
                row.getInt("keep_days"),
                Arrays.stream((UUID[]) row.getArray("recipients").getArray())
                        .map(OperatorId::new)
                        .toList(),
                row.getObject("next_at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
