package org.countersign.server.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.countersign.server.kernel.Base64Url;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The SQL of looking into the record. */
@Component
class AuditSearchStore {
    /** So many rows are in memory at a time when all are handed on. */
    private static final int FETCHED = 500;

    /** So long the database may look for the next rows; the pool sets the usual time again. */
    private static final int PATIENCE_MILLIS = 600_000;

    private static final String NEWEST = " order by at desc, id desc";

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate cursors;
    private final TransactionTemplate reading;

    AuditSearchStore(JdbcClient jdbc, DataSource database, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        JdbcTemplate inParts = new JdbcTemplate(database);
        inParts.setFetchSize(FETCHED);
        this.cursors = new NamedParameterJdbcTemplate(inParts);
        // The driver hands rows out in parts only within a transaction.
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
    }

    List<ChainedEntry> page(
            UUID virtualServer,
            AuditQuery query,
            AuditQuery.@Nullable Position before,
            AuditQuery.@Nullable Position horizon,
            int limit) {
        Map<String, Object> values = new HashMap<>();
        values.put("limit", limit);
        String events = indexed(virtualServer, query, values) + between(before, horizon, values);
        String newest = unindexed(query, values) + NEWEST + " limit :limit";
        return jdbc.sql(ofTypes(query, "*", events, newest, values) + " limit :limit")
                .params(values)
                .query((row, number) -> entry(row))
                .list();
    }

    /**
     * Returns where the list is after so many events that the indexes find; nothing when there are not so many. Where several
     * types are asked for, they share the number.
     */
    Optional<AuditQuery.Position> position(
            UUID virtualServer, AuditQuery query, AuditQuery.@Nullable Position before, int events) {
        Map<String, Object> values = new HashMap<>();
        values.put("events", events / Math.max(1, query.types().size()));
        String sql = indexed(virtualServer, query, values) + between(before, null, values);
        return jdbc.sql(ofTypes(query, "at, id", sql, NEWEST + " offset :events limit 1", values) + " limit 1")
                .params(values)
                .query((row, number) -> new AuditQuery.Position(
                        row.getObject("at", OffsetDateTime.class).toInstant(), row.getObject("id", UUID.class)))
                .optional();
    }

    /**
     * Looks for each type by itself and puts what was found together: a rare type among many others is found by its own index.
     * Where a user or token is given, theirs finds all types at once.
     */
    private static String ofTypes(
            AuditQuery query, String columns, String where, String newest, Map<String, Object> values) {
        if (query.types().isEmpty()) {
            return "select * from (select " + columns + where + newest + ") found" + NEWEST;
        }
        values.put("types", query.types().stream().map(AuditType::name).toArray(String[]::new));
        if (query.user() != null || query.token() != null) {
            return "select * from (select " + columns + where + " and type = any(:types)" + newest + ") found" + NEWEST;
        }
        return "select found.* from unnest(:types::text[]) as wanted (type), lateral (select " + columns + where
                + " and audit_event.type = wanted.type" + newest + ") found" + NEWEST;
    }

    private static String between(
            AuditQuery.@Nullable Position before, AuditQuery.@Nullable Position horizon, Map<String, Object> values) {
        StringBuilder sql = new StringBuilder();
        if (before != null) {
            sql.append(" and (at, id) < (:beforeAt, :beforeId)");
            values.put("beforeAt", at(before.at()));
            values.put("beforeId", before.id());
        }
        if (horizon != null) {
            sql.append(" and (at, id) >= (:horizonAt, :horizonId)");
            values.put("horizonAt", at(horizon.at()));
            values.put("horizonId", horizon.id());
        }
        return sql.toString();
    }

    Optional<ChainedEntry> find(UUID virtualServer, AuditQuery.Place place) {
        return jdbc.sql("select * from audit_event where virtual_server_id = ? and lane = ? and sequence = ?")
                .params(virtualServer, place.lane(), place.sequence())
                .query((row, number) -> entry(row))
                .optional();
    }

    void each(UUID virtualServer, AuditQuery query, Consumer<ChainedEntry> taker) {
        Map<String, Object> values = new HashMap<>();
        String types = "";
        if (!query.types().isEmpty()) {
            values.put("types", query.types().stream().map(AuditType::name).toArray(String[]::new));
            types = " and type = any(:types)";
        }
        String sql = "select *" + indexed(virtualServer, query, values) + types + unindexed(query, values) + NEWEST;
        stream(sql, values, taker);
    }

    void each(UUID virtualServer, int lane, long after, long until, Consumer<ChainedEntry> taker) {
        stream("""
                select * from audit_event
                where virtual_server_id = :virtualServer and lane = :lane and sequence > :after and sequence <= :until
                order by sequence
                """, Map.of("virtualServer", virtualServer, "lane", lane, "after", after, "until", until), taker);
    }

    private void stream(String sql, Map<String, ?> values, Consumer<ChainedEntry> taker) {
        reading.executeWithoutResult(status -> {
            cursors.getJdbcOperations().execute((ConnectionCallback<Boolean>) connection -> {
                connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
                return true;
            });
            cursors.query(sql, values, row -> {
                taker.accept(entry(row));
            });
        });
    }

    /** Only conditions that somebody asked for, so that the database finds the index for them. */
    private static String indexed(UUID virtualServer, AuditQuery query, Map<String, Object> values) {
        StringBuilder sql = new StringBuilder(" from audit_event where virtual_server_id = :virtualServer");
        values.put("virtualServer", virtualServer);
        condition(sql, values, " and at >= :from", "from", query.from() == null ? null : at(query.from()));
        condition(sql, values, " and at < :to", "to", query.to() == null ? null : at(query.to()));
        condition(
                sql,
                values,
                " and user_id = :user",
                "user",
                query.user() == null ? null : query.user().value());
        condition(
                sql,
                values,
                " and token_id = :token",
                "token",
                query.token() == null ? null : query.token().value());
        return sql.toString();
    }

    private static String unindexed(AuditQuery query, Map<String, Object> values) {
        StringBuilder sql = new StringBuilder();
        condition(sql, values, " and actor = :actor", "actor", query.actor());
        if (query.ip() != null && query.ip().endsWith("*")) {
            String beginning = query.ip().substring(0, query.ip().length() - 1);
            condition(sql, values, " and starts_with(ip, :ip)", "ip", beginning);
        } else {
            condition(sql, values, " and ip = :ip", "ip", query.ip());
        }
        if (query.text() != null) {
            condition(
                    sql,
                    values,
                    " and exists (select from jsonb_each_text(details) as detail"
                            + " where strpos(lower(detail.value), :text) > 0)",
                    "text",
                    query.text().toLowerCase(Locale.ROOT));
        }
        return sql.toString();
    }

    private static void condition(
            StringBuilder sql, Map<String, Object> values, String condition, String name, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            values.put(name, value);
        }
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }

    private static ChainedEntry entry(ResultSet row) throws SQLException {
        return new ChainedEntry(
                new AuditQuery.Place(row.getInt("lane"), row.getLong("sequence")),
                AuditStore.entry(row),
                Base64Url.encode(row.getBytes("hash")));
    }
}
