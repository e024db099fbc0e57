package org.countersign.server.users;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of operators' sessions. */
@Component
class OperatorSessionStore {
    private final JdbcClient jdbc;

    OperatorSessionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(byte[] keyHash, Operator operator, Instant idleAt, Instant endsAt) {
        jdbc.sql("insert into operator_session (key_hash, operator_id, idle_at, ends_at) values (?, ?, ?, ?)")
                .params(keyHash, operator.id().value(), at(idleAt), at(endsAt))
                .update();
    }

    Optional<Operator> touch(byte[] keyHash, VirtualServerId virtualServer, Instant now, Instant idleAt) {
        return jdbc.sql("""
                        update operator_session set idle_at = :idleAt
                        from operator
                        where key_hash = :keyHash and operator.id = operator_id
                          and operator.virtual_server_id = :virtualServer
                          and idle_at > :now and ends_at > :now
                        returning operator.*
                        """)
                .param("keyHash", keyHash)
                .param("virtualServer", virtualServer.value())
                .param("now", at(now))
                .param("idleAt", at(idleAt))
                .query((row, number) -> OperatorStore.operator(row))
                .optional();
    }

    void delete(byte[] keyHash) {
        jdbc.sql("delete from operator_session where key_hash = ?")
                .param(keyHash)
                .update();
    }

    void forgetEndedBefore(Instant now) {
        jdbc.sql("delete from operator_session where idle_at <= :now or ends_at <= :now")
                .param("now", at(now))
                .update();
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
