package org.countersign.server.enrollment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.ProvisioningTaskId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of looking provisioning tasks up. */
@Component
class ProvisioningTaskStore {
    /** The members and how far they are; reports read the same. */
    private static final String MEMBERS = """
            select * from provisioning_progress(:now) member
            where member.virtual_server_id = :virtualServer and member.task_id = :task
            """;

    private final JdbcClient jdbc;

    ProvisioningTaskStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<ProvisioningTask> find(VirtualServerId virtualServer, int number) {
        return jdbc.sql("select * from provisioning_task where virtual_server_id = ? and number = ?")
                .params(virtualServer.value(), number)
                .query((row, at) -> task(row))
                .optional();
    }

    /** Returns the newest tasks with a number below {@code before}. */
    List<ProvisioningTask> page(VirtualServerId virtualServer, int before, int limit) {
        return jdbc.sql("""
                        select * from provisioning_task where virtual_server_id = ? and number < ?
                        order by number desc limit ?
                        """)
                .params(virtualServer.value(), before, limit)
                .query((row, at) -> task(row))
                .list();
    }

    /** Returns the newest task that is open and has this user. */
    Optional<ProvisioningTask> open(VirtualServerId virtualServer, UserId user) {
        return jdbc.sql("""
                        select task.* from provisioning_member member join provisioning_task task on task.id = task_id
                        where member.virtual_server_id = ? and member.user_id = ? and member.state = 'INVITED'
                          and task.ended_at is null
                        order by task.number desc limit 1
                        """)
                .params(virtualServer.value(), user.value())
                .query((row, at) -> task(row))
                .optional();
    }

    List<ProvisioningTask.Member> members(
            ProvisioningTask task,
            VirtualServerId virtualServer,
            ProvisioningTask.@Nullable Progress progress,
            int after,
            int limit,
            Instant now) {
        return jdbc.sql(MEMBERS + " and member.position > :after"
                        + (progress == null ? "" : " and member.progress = '" + progress + "'")
                        + " order by position limit :limit")
                .param("virtualServer", virtualServer.value())
                .param("task", task.id().value())
                .param("after", after)
                .param("limit", limit)
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .query((row, at) -> member(row))
                .list();
    }

    List<UserId> unfinished(ProvisioningTask task, VirtualServerId virtualServer, Instant now) {
        return jdbc.sql("select user_id from (" + MEMBERS + ") listed where progress = any(:unfinished)")
                .param("virtualServer", virtualServer.value())
                .param("task", task.id().value())
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .param(
                        "unfinished",
                        Arrays.stream(ProvisioningTask.Progress.values())
                                .filter(ProvisioningTask.Progress::isUnfinished)
                                .map(Enum::name)
                                .toArray(String[]::new))
                .query((row, at) -> new UserId(row.getObject("user_id", UUID.class)))
                .list();
    }

    Map<ProvisioningTask.Progress, Integer> counts(ProvisioningTask task, VirtualServerId virtualServer, Instant now) {
        Map<ProvisioningTask.Progress, Integer> counts = new EnumMap<>(ProvisioningTask.Progress.class);
        jdbc.sql("select progress, count(*) from (" + MEMBERS + ") counted group by progress")
                .param("virtualServer", virtualServer.value())
                .param("task", task.id().value())
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .query(row -> {
                    counts.put(ProvisioningTask.Progress.valueOf(row.getString(1)), row.getInt(2));
                });
        return counts;
    }

    static ProvisioningTask task(ResultSet row) throws SQLException {
        String ended = row.getString("ended_because");
        return new ProvisioningTask(
                new ProvisioningTaskId(row.getObject("id", UUID.class)),
                row.getInt("number"),
                row.getString("operator"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("stop_at", OffsetDateTime.class).toInstant(),
                row.getInt("users"),
                moment(row, "ended_at"),
                ended == null ? null : ProvisioningTask.End.valueOf(ended));
    }

    private static ProvisioningTask.Member member(ResultSet row) throws SQLException {
        return new ProvisioningTask.Member(
                new UserId(row.getObject("user_id", UUID.class)),
                row.getInt("position"),
                ProvisioningTask.Progress.valueOf(row.getString("progress")),
                row.getString("mail"),
                moment(row, "mailed_at"),
                row.getInt("reminders"),
                row.getString("refused_because"));
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }
}
