package org.countersign.server.enrollment;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
}
