package org.countersign.server.reports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.countersign.server.kernel.VirtualServerId;
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

    private final NamedParameterJdbcTemplate cursors;
    private final TransactionTemplate reading;

    ReportStore(DataSource database, PlatformTransactionManager transactions) {
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
            cursors.query(sql, values, row -> {
                taker.accept(row(columns, row));
            });
        });
    }

    private static String statement(
            VirtualServerId virtualServer, ReportOrder order, Instant now, Map<String, Object> values) {
        ReportDefinition definition = ReportDefinition.of(order.kind());
        StringBuilder sql = new StringBuilder("select ")
                .append(order.shown().stream().map(ReportColumn::sql).collect(Collectors.joining(", ")))
                .append(" from ")
                .append(definition.from())
                .append(" where ")
                .append(definition.scope())
                .append(" = :virtualServer and ")
                .append(definition.always());
        values.put("virtualServer", virtualServer.value());
        values.put("now", at(now));
        order.filters().forEach((filter, value) -> {
            sql.append(" and ").append(definition.filters().get(filter));
            values.put(name(filter), value(filter, value));
        });
        if (order.containers() != null) {
            sql.append(" and u.container_id = any(:containers)");
            values.put("containers", order.containers().toArray(UUID[]::new));
        }
        return sql.append(" order by ").append(definition.order()).toString();
    }

    private static Object value(ReportFilter filter, String value) {
        return switch (filter.form()) {
            case TEXT, CHOICE -> value;
            case NUMBER -> Integer.valueOf(value);
            case DAY -> {
                LocalDate day = LocalDate.parse(value);
                yield (filter == ReportFilter.TO ? day.plusDays(1) : day)
                        .atStartOfDay()
                        .atOffset(ZoneOffset.UTC);
            }
        };
    }

    /** Returns how the conditions call a filter's value, for example {@code tokenState}. */
    private static String name(ReportFilter filter) {
        return switch (filter) {
            case TEXT -> "text";
            case USER_STATE -> "userState";
            case TOKEN_STATE -> "tokenState";
            case MODE -> "mode";
            case PUSH -> "push";
            case DEVICE_TYPE -> "deviceType";
            case OUTCOME -> "outcome";
            case PROGRESS -> "progress";
            case TASK -> "task";
            case FROM -> "from";
            case TO -> "to";
            case LAST_DAYS -> "lastDays";
        };
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
