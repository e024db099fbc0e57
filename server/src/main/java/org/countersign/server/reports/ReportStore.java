package org.countersign.server.reports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.Users;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The SQL of reports: a cursor of the database, some rows of it in memory at a time. */
@Component
class ReportStore {
    private static final int FETCHED = 1000;

    /** So long the database may look for the next rows; the pool sets the usual time again. */
    private static final int PATIENCE_MILLIS = 600_000;

    private final Users users;
    private final NamedParameterJdbcTemplate cursors;
    private final TransactionTemplate reading;

    ReportStore(Users users, DataSource database, PlatformTransactionManager transactions) {
        this.users = users;
        JdbcTemplate inParts = new JdbcTemplate(database);
        inParts.setFetchSize(FETCHED);
        this.cursors = new NamedParameterJdbcTemplate(inParts);
        // The driver hands rows out in parts only within a transaction.
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
    }

    /**
     * Hands each row to {@code taker}: its values as text, moments in ISO 8601.
     *
     * @param limit at most so many rows
     */
    void each(
            VirtualServerId virtualServer,
            ReportOrder order,
            Instant now,
            long limit,
            Consumer<List<@Nullable String>> taker) {
        List<ReportColumn> columns = order.shown();
        Map<String, Object> values = new HashMap<>();
        String sql = statement(virtualServer, order, now, values) + " limit :limit";
        values.put("limit", limit);
        reading.executeWithoutResult(status -> {
            cursors.getJdbcOperations().execute((ConnectionCallback<Boolean>) connection -> {
                connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
                return true;
            });
            planForThis(limit);
            cursors.query(sql, values, row -> {
                taker.accept(row(columns, row));
            });
        });
    }

    /**
     * Ten rows fit or a million: the database is to plan for the values at hand, however often it was asked before, and to
     * look at every order of joining that many tables. First rows come from an index here and there, whose pages are in memory.
     */
    private void planForThis(long limit) {
        cursors.getJdbcOperations().execute("""
                set local plan_cache_mode = force_custom_plan;
                set local join_collapse_limit = 20;
                set local from_collapse_limit = 20
                """ + (limit <= FETCHED ? "; set local random_page_cost = 1.1" : ""));
    }

    private String statement(
            VirtualServerId virtualServer, ReportOrder order, Instant now, Map<String, Object> values) {
        ReportDefinition definition = ReportDefinition.of(order.kind());
        List<ReportCondition> conditions = new ArrayList<>();
        order.filters()
                .forEach((filter, value) -> conditions.add(
                        filter == ReportFilter.TEXT
                                ? ReportCondition.person(users.terms(virtualServer, value))
                                : Optional.ofNullable(definition.filters().get(filter))
                                        .orElseThrow()
                                        .apply(value)));
        boolean isSearched = order.filters().containsKey(ReportFilter.TEXT);
        StringBuilder sql = new StringBuilder("select ")
                .append(order.shown().stream().map(ReportColumn::sql).collect(Collectors.joining(", ")))
                .append(" from ")
                .append(definition.from())
                .append(isSearched ? " cross join report_user_word found" : "")
                .append(" where ")
                .append(definition.scope())
                .append(" = :virtualServer and ")
                .append(definition.always());
        values.put("virtualServer", virtualServer.value());
        values.put("now", at(now));
        conditions.forEach(condition -> {
            sql.append(" and ").append(condition.sql());
            values.putAll(condition.values());
        });
        if (order.containers() != null) {
            sql.append(" and u.container_id = any(:containers)");
            values.put("containers", order.containers().toArray(UUID[]::new));
        }
        return sql.append(" order by ")
                .append(isSearched ? definition.found() : definition.order())
                .toString();
    }

    private static List<@Nullable String> row(List<ReportColumn> columns, ResultSet row) throws SQLException {
        List<@Nullable String> values = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).words() == ReportColumn.Words.MOMENT) {
                OffsetDateTime at = row.getObject(i + 1, OffsetDateTime.class);
                values.add(at == null ? null : at.toInstant().toString());
            } else {
                values.add(row.getString(i + 1));
            }
        }
        return values;
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
