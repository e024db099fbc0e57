package org.countersign.server.policy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The SQL of policies. */
@Component
class PolicyStore {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String COLUMNS = "select version, settings, changed_by, changed_at from policy ";

    private final JdbcClient jdbc;

    PolicyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<PolicyVersion> latest(VirtualServerId virtualServer) {
        return jdbc.sql(COLUMNS + "where virtual_server_id = ? order by version desc limit 1")
                .param(virtualServer.value())
                .query(PolicyStore::read)
                .optional();
    }

    Optional<PolicyVersion> version(VirtualServerId virtualServer, int number) {
        return jdbc.sql(COLUMNS + "where virtual_server_id = ? and version = ?")
                .params(virtualServer.value(), number)
                .query(PolicyStore::read)
                .optional();
    }

    /** Returns a list that may be added to. */
    List<PolicyVersion> history(VirtualServerId virtualServer, int before, int limit) {
        return new ArrayList<>(
                jdbc.sql(COLUMNS + "where virtual_server_id = ? and version < ? order by version desc limit ?")
                        .params(virtualServer.value(), before, limit)
                        .query(PolicyStore::read)
                        .list());
    }

    /** Says whether the version after {@code expected} is this one; somebody else may have been faster. */
    boolean insertAfter(
            VirtualServerId virtualServer, int expected, PolicySettings settings, String actor, Instant now) {
        return jdbc.sql("""
                        insert into policy (virtual_server_id, version, settings, changed_by, changed_at)
                        values (:virtualServer, :version, :settings::jsonb, :actor, :now)
                        on conflict (virtual_server_id, version) do nothing
                        """)
                        .param("virtualServer", virtualServer.value())
                        .param("version", expected + 1)
                        .param("settings", JSON.writeValueAsString(settings))
                        .param("actor", actor)
                        .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                        .update()
                == 1;
    }

    private static PolicyVersion read(ResultSet row, int number) throws SQLException {
        return new PolicyVersion(
                row.getInt("version"),
                JSON.readValue(row.getString("settings"), PolicySettings.class),
                row.getString("changed_by"),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }
}
