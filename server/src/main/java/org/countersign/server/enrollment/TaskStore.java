package org.countersign.server.enrollment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.ProvisioningTaskId;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of provisioning tasks. */
@Component
class TaskStore {
    private final JdbcClient jdbc;
    private final Randomness randomness;
    private final InstantSource time;

    TaskStore(JdbcClient jdbc, Randomness randomness, InstantSource time) {
        this.jdbc = jdbc;
        this.randomness = randomness;
        this.time = time;
    }

    /** A new task and its number, 1 and up in its virtual server. */
    record Task(ProvisioningTaskId id, int number) {}

    /** Lets one transaction at a time number a task of this virtual server; call it before anything else is locked. */
    void lock(VirtualServerId virtualServer) {
        jdbc.sql("select 1 from pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param("provisioning of " + virtualServer)
                .query(Integer.class)
                .single();
    }

    Task insert(VirtualServerId virtualServer, Actor operator, Instant stopAt) {
        ProvisioningTaskId id = new ProvisioningTaskId(randomness.newId());
        int number = jdbc.sql("""
                        insert into provisioning_task (id, virtual_server_id, number, operator, created_at, stop_at)
                        select :id, :virtualServer, coalesce(max(number), 0) + 1, :operator, :now, :stopAt
                        from provisioning_task where virtual_server_id = :virtualServer
                        returning number
                        """)
                .param("id", id.value())
                .param("virtualServer", virtualServer.value())
                .param("operator", operator.text())
                .param("now", OffsetDateTime.ofInstant(time.instant(), ZoneOffset.UTC))
                .param("stopAt", OffsetDateTime.ofInstant(stopAt, ZoneOffset.UTC))
                .query(Integer.class)
                .single();
        return new Task(id, number);
    }

    /** Moves the end of an open task. */
    boolean extend(ProvisioningTask task, VirtualServerId virtualServer, Instant stopAt) {
        return jdbc.sql("""
                        update provisioning_task set stop_at = ? where id = ? and virtual_server_id = ? and ended_at is null
                        """)
                        .params(TaskMemberStore.at(stopAt), task.id().value(), virtualServer.value())
                        .update()
                == 1;
    }

    /** Ends an open task; whoever changes the row has ended it. */
    boolean end(ProvisioningTask task, VirtualServerId virtualServer, ProvisioningTask.End because) {
        return jdbc.sql("""
                        update provisioning_task set ended_at = ?, ended_because = ?
                        where id = ? and virtual_server_id = ? and ended_at is null
                        """)
                        .params(
                                TaskMemberStore.at(time.instant()),
                                because.name(),
                                task.id().value(),
                                virtualServer.value())
                        .update()
                == 1;
    }

    /** A task of some virtual server. */
    record Owned(VirtualServerId virtualServer, ProvisioningTask task) {}

    /** Returns open tasks whose stop date has come. */
    List<Owned> stopped() {
        return jdbc.sql(
                        "select * from provisioning_task where ended_at is null and stop_at <= ? order by stop_at limit 100")
                .param(TaskMemberStore.at(time.instant()))
                .query((row, number) -> owned(row))
                .list();
    }

    /** Returns open tasks of which nobody has anything left to do, and somebody has done it. */
    List<Owned> completed() {
        return jdbc.sql("""
                        select * from provisioning_task task
                        where ended_at is null and users > 0
                          and not exists (
                              select 1 from provisioning_member member
                              where member.task_id = task.id
                                and (member.state = 'WAITING'
                                     or member.state = 'INVITED' and member.signed_in_at is null))
                          and exists (select 1 from provisioning_member member
                                      where member.task_id = task.id and member.signed_in_at is not null)
                        limit 100
                        """).query((row, number) -> owned(row)).list();
    }

    /** Marks ended tasks that have nothing left to give back. */
    void markReleased() {
        jdbc.sql("""
                update provisioning_task task set released = true
                where ended_at is not null and not released
                  and not exists (
                      select 1 from provisioning_member member
                      left join token_progress token on token.id = member.token_id and token.user_id = member.user_id
                      where member.task_id = task.id
                        and (member.state = 'WAITING' or (member.state = 'INVITED' and token.state = 'ASSIGNED')))
                """).update();
    }

    private static Owned owned(ResultSet row) throws SQLException {
        return new Owned(
                new VirtualServerId(row.getObject("virtual_server_id", UUID.class)), ProvisioningTaskStore.task(row));
    }
}
