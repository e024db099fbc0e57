package org.countersign.server.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.kernel.UserId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The SQL of the record. */
@Component
class AuditStore {
    /**
     * Lanes of one virtual server's chain: as many commits as there are lanes do not wait for each other. A database
     * session keeps to one lane, so two events of one transaction never lock in different orders.
     */
    static final int LANES = 16;

    private static final byte[] BEGINNING = new byte[32];
    private static final JsonMapper JSON = new JsonMapper();

    private static final String APPEND = """
            with link as (
                update audit_chain
                set sequence = sequence + 1, head = sha256(head || int8send(sequence + 1) || ?)
                where virtual_server_id = ? and lane = (pg_backend_pid() % 16)::smallint
                returning lane, sequence, head)
            insert into audit_event (virtual_server_id, lane, sequence, id, at, type, actor, user_id, token_id, ip,
                                     details, hash)
            select ?, lane, sequence, ?, ?, ?, ?, ?::uuid, ?::uuid, ?, ?::jsonb, head from link
            """;

    private final JdbcClient jdbc;
    private final JdbcOperations connections;

    AuditStore(JdbcClient jdbc, JdbcOperations connections) {
        this.jdbc = jdbc;
        this.connections = connections;
    }

    void open(UUID virtualServer) {
        for (int lane = 0; lane < LANES; lane++) {
            jdbc.sql("insert into audit_chain (virtual_server_id, lane, sequence, head) values (?, ?, 0, ?)")
                    .params(virtualServer, lane, BEGINNING)
                    .update();
        }
    }

    void append(UUID virtualServer, AuditEntry entry) {
        requireLink(
                virtualServer,
                jdbc.sql(APPEND).params(parameters(virtualServer, entry)).update());
    }

    /** Both in one round trip: the driver sends two statements at once, and each is prepared and counted by itself. */
    int appendAfter(SqlUpdate update, UUID virtualServer, AuditEntry entry) {
        List<@Nullable Object> parameters = new ArrayList<>(update.parameters());
        parameters.addAll(parameters(virtualServer, entry));
        return Objects.requireNonNull(connections.execute(update.sql() + ";" + APPEND, (PreparedStatementCallback<
                        Integer>)
                statement -> {
                    for (int i = 0; i < parameters.size(); i++) {
                        statement.setObject(i + 1, parameters.get(i));
                    }
                    statement.execute();
                    int updated = statement.getUpdateCount();
                    statement.getMoreResults();
                    requireLink(virtualServer, statement.getUpdateCount());
                    return updated;
                }));
    }

    /** Chains all entries here and writes them in few statements; the lane is locked meanwhile, as by any append. */
    void appendAll(UUID virtualServer, List<AuditEntry> entries) {
        Lane lane = jdbc.sql("""
                        select lane, sequence, head from audit_chain
                        where virtual_server_id = ? and lane = (pg_backend_pid() % 16)::smallint for update
                        """)
                .param(virtualServer)
                .query((row, number) -> new Lane(row.getInt(1), new Link(row.getLong(2), row.getBytes(3))))
                .single();
        Link link = lane.link;
        List<Object[]> rows = new ArrayList<>();
        for (AuditEntry entry : entries) {
            link = link.next(CanonicalEvent.bytes(entry, virtualServer));
            List<@Nullable Object> row = new ArrayList<>(List.of(virtualServer, lane.number, link.sequence));
            row.addAll(parameters(virtualServer, entry).subList(3, 11));
            row.add(link.hash);
            rows.add(row.toArray());
        }
        connections.batchUpdate("""
                insert into audit_event (virtual_server_id, lane, sequence, id, at, type, actor, user_id, token_id, ip,
                                         details, hash)
                values (?, ?, ?, ?, ?, ?, ?, ?::uuid, ?::uuid, ?, ?::jsonb, ?)
                """, rows);
        jdbc.sql("update audit_chain set sequence = ?, head = ? where virtual_server_id = ? and lane = ?")
                .params(link.sequence, link.hash, virtualServer, lane.number)
                .update();
    }

    /** A lane of the chain and its last link. */
    private static final class Lane {
        private final int number;
        private final Link link;

        private Lane(int number, Link link) {
            this.number = number;
            this.link = link;
        }
    }

    private static List<@Nullable Object> parameters(UUID virtualServer, AuditEntry entry) {
        return Arrays.asList(
                CanonicalEvent.bytes(entry, virtualServer),
                virtualServer,
                virtualServer,
                entry.id(),
                OffsetDateTime.ofInstant(entry.at(), ZoneOffset.UTC),
                entry.type(),
                entry.actor(),
                entry.userId(),
                entry.tokenId(),
                entry.ip(),
                JSON.writeValueAsString(entry.details()));
    }

    private static void requireLink(UUID virtualServer, int rows) {
        if (rows != 1) {
            throw new IllegalStateException("the audit chain of virtual server " + virtualServer + " is missing");
        }
    }

    List<AuditEntry> recent(UUID virtualServer, Set<AuditType> types, @Nullable UUID user, int limit) {
        return page(virtualServer, new AuditFilter(types, user == null ? null : new UserId(user), null, null), limit);
    }

    int signIns(UUID virtualServer, String application, Instant since, int most) {
        return jdbc.sql("""
                        select count(*) from (
                            select from audit_event
                            where virtual_server_id = ? and details ->> 'application' = ? and at > ?
                              and type = 'SIGN_IN_SUCCEEDED'
                            limit ?) counted
                        """)
                .params(virtualServer, application, OffsetDateTime.ofInstant(since, ZoneOffset.UTC), most)
                .query(Integer.class)
                .single();
    }

    /**
     * Looks for each type by itself and puts what was found together: a rare type among many others is found by its own index.
     * Where a user or token is given, theirs finds all types at once.
     */
    List<AuditEntry> page(UUID virtualServer, AuditFilter filter, int limit) {
        AuditFilter.Position before = filter.before();
        boolean byType = !filter.types().isEmpty() && filter.user() == null && filter.token() == null;
        String newest = " order by at desc, id desc limit :limit";
        String events = "select * from audit_event where virtual_server_id = :virtualServer"
                + (filter.user() == null ? "" : " and user_id = :user")
                + (filter.token() == null ? "" : " and token_id = :token")
                + (before == null ? "" : " and (at, id) < (:at, :id)");
        String sql = byType
                ? "select found.* from unnest(:types::text[]) as wanted (type), lateral (" + events
                        + " and audit_event.type = wanted.type" + newest + ") found"
                : events + (filter.types().isEmpty() ? "" : " and type = any(:types)");
        return jdbc.sql(sql + newest)
                .param("virtualServer", virtualServer)
                .param("types", filter.types().stream().map(AuditType::name).toArray(String[]::new))
                .param("user", filter.user() == null ? null : filter.user().value())
                .param("token", filter.token() == null ? null : filter.token().value())
                .param("at", before == null ? null : OffsetDateTime.ofInstant(before.at(), ZoneOffset.UTC))
                .param("id", before == null ? null : before.id())
                .param("limit", limit)
                .query((row, number) -> entry(row))
                .list();
    }

    Map<AuditType, Integer> count(UUID virtualServer, Set<AuditType> types, Instant since, int most) {
        Map<AuditType, Integer> counts = new EnumMap<>(AuditType.class);
        jdbc.sql("""
                select type, count(*) from (
                    select type from audit_event
                    where virtual_server_id = :virtualServer and type = any(:types) and at > :since
                    order by at desc limit :most) as latest
                group by type
                """)
                .param("virtualServer", virtualServer)
                .param("types", types.stream().map(AuditType::name).toArray(String[]::new))
                .param("since", OffsetDateTime.ofInstant(since, ZoneOffset.UTC))
                .param("most", most)
                .query(row -> {
                    counts.put(AuditType.valueOf(row.getString(1)), row.getInt(2));
                });
        return counts;
    }

    static AuditEntry entry(ResultSet row) throws SQLException {
        Map<String, String> details =
                JSON.readValue(row.getString("details"), new TypeReference<Map<String, String>>() {});
        Instant at = row.getObject("at", OffsetDateTime.class).toInstant();
        return new AuditEntry(
                row.getObject("id", UUID.class),
                at,
                row.getString("type"),
                row.getString("actor"),
                row.getObject("user_id", UUID.class),
                row.getObject("token_id", UUID.class),
                row.getString("ip"),
                details);
    }
}
