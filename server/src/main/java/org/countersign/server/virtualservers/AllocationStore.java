package org.countersign.server.virtualservers;

import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of allocations. */
@Component
class AllocationStore {
    private final JdbcClient jdbc;
    private final InstantSource time;

    AllocationStore(JdbcClient jdbc, InstantSource time) {
        this.jdbc = jdbc;
        this.time = time;
    }

    Optional<Allocation> find(VirtualServerId virtualServer) {
        return jdbc.sql("select software, hardware from allocation where virtual_server_id = ?")
                .param(virtualServer.value())
                .query((row, number) -> new Allocation(row.getInt(1), row.getInt(2)))
                .optional();
    }

    Optional<Allocation> lock(VirtualServerId virtualServer) {
        return jdbc.sql("select software, hardware from allocation where virtual_server_id = ? for update")
                .param(virtualServer.value())
                .query((row, number) -> new Allocation(row.getInt(1), row.getInt(2)))
                .optional();
    }

    void put(VirtualServerId virtualServer, Allocation allocation) {
        jdbc.sql("""
                insert into allocation (virtual_server_id, software, hardware, changed_at)
                values (:virtualServer, :software, :hardware, :now)
                on conflict (virtual_server_id) do update
                set software = :software, hardware = :hardware, changed_at = :now
                """)
                .param("virtualServer", virtualServer.value())
                .param("software", allocation.software())
                .param("hardware", allocation.hardware())
                .param("now", OffsetDateTime.ofInstant(time.instant(), ZoneOffset.UTC))
                .update();
    }
}
