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

    List<ChainedEntry> page(UUID virtualServer, AuditQuery query, AuditQuery.@Nullable Position before, int limit) {
        Map<String, Object> values = new HashMap<>();
        StringBuilder sql = select(virtualServer, query, values);
        if (before != null) {
            sql.append(" and (at, id) < (:beforeAt, :beforeId)");
            values.put("beforeAt", at(before.at()));
            values.put("beforeId", before.id());
        }
        values.put("limit", limit);
        return jdbc.sql(sql.append(" order by at desc, id desc limit :limit").toString())
                .params(values)
                .query((row, number) -> entry(row))
                .list();
    }

    Optional<ChainedEntry> find(UUID virtualServer, AuditQuery.Place place) {
        return jdbc.sql("select * from audit_event where virtual_server_id = ? and lane = ? and sequence = ?")
                .params(virtualServer, place.lane(), place.sequence())
                .query((row, number) -> entry(row))
                .optional();
    }

    void each(UUID virtualServer, AuditQuery query, Consumer<ChainedEntry> taker) {
        Map<String, Object> values = new HashMap<>();
        String sql = select(virtualServer, query, values)
                .append(" order by at desc, id desc")
                .toString();
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
    private static StringBuilder select(UUID virtualServer, AuditQuery query, Map<String, Object> values) {
        StringBuilder sql = new StringBuilder("select * from audit_event where virtual_server_id = :virtualServer");
        values.put("virtualServer", virtualServer);
        condition(sql, values, " and at >= :from", "from", query.from() == null ? null : at(query.from()));
        condition(sql, values, " and at < :to", "to", query.to() == null ? null : at(query.to()));
        condition(sql, values, " and actor = :actor", "actor", query.actor());
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
        if (!query.types().isEmpty()) {
            values.put("types", query.types().stream().map(AuditType::name).toArray(String[]::new));
            sql.append(" and type = any(:types)");
        }
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
        return sql;
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
