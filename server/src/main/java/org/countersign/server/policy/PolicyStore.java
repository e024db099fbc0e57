package org.countersign.server.policy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The SQL of policies. */
@Component
class PolicyStore {
    private static final JsonMapper JSON = new JsonMapper();

    private final JdbcClient jdbc;

    PolicyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<PolicySettings> current(VirtualServerId virtualServer) {
        return jdbc.sql("select settings from policy where virtual_server_id = ? order by version desc limit 1")
                .param(virtualServer.value())
                .query((row, number) -> JSON.readValue(row.getString("settings"), PolicySettings.class))
                .optional();
    }

    int insertNext(VirtualServerId virtualServer, PolicySettings settings, String actor, Instant now) {
        return jdbc.sql("""
                        insert into policy (virtual_server_id, version, settings, changed_by, changed_at)
                        select :virtualServer, coalesce(max(version), 0) + 1, :settings::jsonb, :actor, :now
                        from policy where virtual_server_id = :virtualServer
                        returning version
                        """)
                .param("virtualServer", virtualServer.value())
                .param("settings", JSON.writeValueAsString(settings))
                .param("actor", actor)
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .query(Integer.class)
                .single();
    }
}
