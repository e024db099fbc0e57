package org.countersign.server.alerts;

import java.util.List;
import java.util.UUID;
import org.countersign.server.audit.AuditQuery;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of how far the record has been read. */
@Component
class AlertPositionStore {
    private final JdbcClient jdbc;

    AlertPositionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Begins to read a record that nobody has wanted to know about so far: from its end on. */
    void begin(VirtualServerId virtualServer) {
        jdbc.sql("""
                insert into alert_position (virtual_server_id, lane, sequence)
                select virtual_server_id, lane, sequence from audit_end where virtual_server_id = ?
                on conflict (virtual_server_id, lane) do nothing
                """).param(virtualServer.value()).update();
    }

    /** A lane with something new, locked until the transaction ends. */
    record News(VirtualServerId virtualServer, int lane, long after, long until) {}

    /** Returns lanes with something new that no other server is reading. */
    List<News> lock(int most) {
        return jdbc.sql("""
                        select p.virtual_server_id, p.lane, p.sequence, e.sequence as reached
                        from alert_position p join audit_end e on e.virtual_server_id = p.virtual_server_id and e.lane = p.lane
                        where e.sequence > p.sequence limit ? for update of p skip locked
                        """)
                .param(most)
                .query((row, number) -> new News(
                        new VirtualServerId(row.getObject("virtual_server_id", UUID.class)),
                        row.getInt("lane"),
                        row.getLong("sequence"),
                        row.getLong("reached")))
                .list();
    }

    /** Returns where events of these types stand among what is new. */
    List<AuditQuery.Place> events(News news, String[] types) {
        return jdbc.sql("""
                        select lane, sequence from alert_worthy
                        where virtual_server_id = ? and lane = ? and sequence > ? and sequence <= ? and type = any(?)
                        order by sequence
                        """)
                .params(news.virtualServer().value(), news.lane(), news.after(), news.until(), types)
                .query((row, number) -> new AuditQuery.Place(row.getInt("lane"), row.getLong("sequence")))
                .list();
    }

    void moveOn(News news) {
        jdbc.sql("update alert_position set sequence = ? where virtual_server_id = ? and lane = ?")
                .params(news.until(), news.virtualServer().value(), news.lane())
                .update();
    }
}
