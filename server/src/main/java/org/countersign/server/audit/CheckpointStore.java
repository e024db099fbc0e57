package org.countersign.server.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.Base64Url;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The SQL of checkpoints. */
@Component
class CheckpointStore {
    private static final JsonMapper JSON = new JsonMapper();

    private final JdbcClient jdbc;

    CheckpointStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One statement sees all lanes at one moment. */
    ChainEnds ends(UUID virtualServer) {
        return new ChainEnds(
                jdbc.sql("select sequence, head from audit_chain where virtual_server_id = ? order by lane")
                        .param(virtualServer)
                        .query((row, number) ->
                                new ChainEnds.End(row.getLong("sequence"), Base64Url.encode(row.getBytes("head"))))
                        .list());
    }

    /** Returns whether nobody else has written a checkpoint of this number. */
    boolean insert(UUID virtualServer, Checkpoint made) {
        return jdbc.sql("""
                        insert into audit_checkpoint (id, virtual_server_id, number, at, ends, statement)
                        values (:id, :virtualServer, :number, :at, :ends::jsonb, :statement)
                        on conflict (virtual_server_id, number) do nothing
                        """)
                        .param("id", made.id())
                        .param("virtualServer", virtualServer)
                        .param("number", made.number())
                        .param("at", at(made.at()))
                        .param("ends", JSON.writeValueAsString(made.ends().lanes()))
                        .param("statement", made.statement())
                        .update()
                == 1;
    }

    List<Checkpoint> newest(UUID virtualServer, @Nullable Instant notAfter, int limit) {
        return jdbc.sql("""
                        select * from audit_checkpoint
                        where virtual_server_id = :virtualServer and at <= coalesce(:notAfter, 'infinity'::timestamptz)
                        order by number desc limit :limit
                        """)
                .param("virtualServer", virtualServer)
                .param("notAfter", notAfter == null ? null : at(notAfter))
                .param("limit", limit)
                .query((row, number) -> checkpoint(row))
                .list();
    }

    Optional<Checkpoint> notBefore(UUID virtualServer, Instant moment) {
        return jdbc.sql("""
                        select * from audit_checkpoint
                        where virtual_server_id = ? and at >= ? order by number limit 1
                        """)
                .params(virtualServer, at(moment))
                .query((row, number) -> checkpoint(row))
                .optional();
    }

    List<Checkpoint> between(UUID virtualServer, long first, long last) {
        return jdbc.sql("""
                        select * from audit_checkpoint
                        where virtual_server_id = ? and number between ? and ? order by number
                        """)
                .params(virtualServer, first, last)
                .query((row, number) -> checkpoint(row))
                .list();
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }

    private static Checkpoint checkpoint(ResultSet row) throws SQLException {
        return new Checkpoint(
                row.getObject("id", UUID.class),
                row.getLong("number"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                new ChainEnds(JSON.readValue(row.getString("ends"), new TypeReference<List<ChainEnds.End>>() {})),
                row.getString("statement"));
    }
}
