package org.countersign.server.evidence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.audit.ChainCheck;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of checks of whole records. */
@Component
class IntegrityCheckStore {
    private final JdbcClient jdbc;
    private final Randomness randomness;

    IntegrityCheckStore(JdbcClient jdbc, Randomness randomness) {
        this.jdbc = jdbc;
        this.randomness = randomness;
    }

    UUID insert(VirtualServerId virtualServer, Instant now) {
        UUID id = randomness.newId();
        jdbc.sql("insert into audit_check (id, virtual_server_id, started_at) values (?, ?, ?)")
                .params(id, virtualServer.value(), at(now))
                .update();
        return id;
    }

    void end(UUID id, VirtualServerId virtualServer, Instant now, ChainCheck found) {
        ChainCheck.@Nullable Broken broken = found instanceof ChainCheck.Broken what ? what : null;
        jdbc.sql("""
                update audit_check set ended_at = :now, entries = :entries, broken_lane = :lane,
                                       broken_sequence = :sequence, broken_what = :what
                where virtual_server_id = :virtualServer and id = :id
                """)
                .param("now", at(now))
                .param("entries", found instanceof ChainCheck.Intact(long entries) ? entries : null)
                .param("lane", broken == null ? null : broken.lane())
                .param("sequence", broken == null ? null : broken.sequence())
                .param("what", broken == null ? null : broken.what())
                .param("virtualServer", virtualServer.value())
                .param("id", id)
                .update();
    }

    Optional<IntegrityCheck> latest(VirtualServerId virtualServer) {
        return jdbc.sql("""
                        select * from audit_check where virtual_server_id = ? order by started_at desc, id desc limit 1
                        """)
                .param(virtualServer.value())
                .query((row, number) -> check(row))
                .optional();
    }

    private static IntegrityCheck check(ResultSet row) throws SQLException {
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new IntegrityCheck(
                row.getObject("id", UUID.class),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                ended == null ? null : ended.toInstant(),
                ended == null ? null : found(row));
    }

    private static ChainCheck found(ResultSet row) throws SQLException {
        String what = row.getString("broken_what");
        return what == null
                ? new ChainCheck.Intact(row.getLong("entries"))
                : new ChainCheck.Broken(row.getInt("broken_lane"), row.getLong("broken_sequence"), what);
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
