package org.countersign.server.reports;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How an order lies in a row. */
final class ReportColumns {
    private static final JsonMapper JSON = new JsonMapper();

    private ReportColumns() {}

    static ReportOrder order(ResultSet row) throws SQLException {
        Map<ReportFilter, String> filters = new EnumMap<>(ReportFilter.class);
        JSON.readValue(row.getString("filters"), new TypeReference<Map<String, String>>() {})
                .forEach((name, value) -> filters.put(ReportFilter.valueOf(name), value));
        Array containers = row.getArray("containers");
        return new ReportOrder(
                ReportKind.valueOf(row.getString("kind")),
                List.of((String[]) row.getArray("columns").getArray()),
                filters,
                containers == null ? null : Set.copyOf(Arrays.asList((UUID[]) containers.getArray())));
    }

    static String filters(ReportOrder order) {
        return JSON.writeValueAsString(order.filters());
    }

    static String[] columns(ReportOrder order) {
        return order.columns().toArray(String[]::new);
    }

    static UUID @Nullable [] containers(ReportOrder order) {
        return order.containers() == null ? null : order.containers().toArray(UUID[]::new);
    }
}
