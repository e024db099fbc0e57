package org.countersign.server.protocol.rest;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.countersign.server.kernel.ApiClientId;
import org.countersign.server.kernel.ApplicationId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.Role;
import org.countersign.server.virtualservers.Application;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of API clients. */
@Component
class ApiClientStore {
    private final JdbcClient jdbc;
    private final InstantSource time;

    ApiClientStore(JdbcClient jdbc, InstantSource time) {
        this.jdbc = jdbc;
        this.time = time;
    }

    private static final String ROLE = "r.id as held_role_id, r.name as role_name, r.description as role_description,"
            + " r.kind as role_kind, r.permissions as role_permissions";

    /** A key and the hash of its secret; a class, so that nothing prints the hash. */
    static final class Stored {
        private final ApiKey key;
        private final byte[] secretHash;

        Stored(ApiKey key, byte[] secretHash) {
            this.key = key;
            this.secretHash = secretHash;
        }

        ApiKey key() {
            return key;
        }

        byte[] secretHash() {
            return secretHash;
        }
    }

    void insert(ApiClient client, byte[] secretHash, @Nullable Instant expiresAt) {
        jdbc.sql("""
                insert into api_client (id, virtual_server_id, application_id, name, secret_hash, scopes, role_id, expires_at,
                                        created_at)
                values (:id, :virtualServer, :application, :name, :hash, :scopes, :role, :expiresAt, :now)
                """)
                .param("id", client.id().value())
                .param("virtualServer", client.application().virtualServer().value())
                .param("application", client.application().id().value())
                .param("name", client.name())
                .param("hash", secretHash)
                .param("scopes", client.scopes().stream().map(ApiScope::name).toArray(String[]::new))
                .param("role", client.role() == null ? null : client.role().id().value())
                .param("expiresAt", expiresAt == null ? null : OffsetDateTime.ofInstant(expiresAt, ZoneOffset.UTC))
                .param("now", now())
                .update();
    }

    Optional<Stored> find(UUID id) {
        return jdbc.sql("select * from api_client_home where id = ? and revoked_at is null")
                .param(id)
                .query((row, number) -> stored(row))
                .optional();
    }

    List<ApiKey> of(VirtualServerId virtualServer) {
        return jdbc.sql("select c.*, a.name as application_name, " + ROLE + """
                         from api_client c join application a on a.id = c.application_id
                        left join operator_role r on r.id = c.role_id
                        where c.virtual_server_id = ? and c.revoked_at is null
                        order by lower(c.name), c.created_at
                        """)
                .param(virtualServer.value())
                .query((row, number) -> stored(row).key())
                .list();
    }

    /** Notes that a key is in use, unless that was noted within the hour before. */
    void used(VirtualServerId virtualServer, ApiClientId id, Instant before) {
        jdbc.sql("""
                update api_client set last_used_at = ?
                where virtual_server_id = ? and id = ? and (last_used_at is null or last_used_at < ?)
                """)
                .params(now(), virtualServer.value(), id.value(), OffsetDateTime.ofInstant(before, ZoneOffset.UTC))
                .update();
    }

    List<ApiClientId> revokeAll(VirtualServerId virtualServer, ApplicationId application) {
        return jdbc.sql("""
                        update api_client set revoked_at = ?
                        where virtual_server_id = ? and application_id = ? and revoked_at is null returning id
                        """)
                .params(now(), virtualServer.value(), application.value())
                .query((row, number) -> new ApiClientId(row.getObject("id", UUID.class)))
                .list();
    }

    boolean revoke(VirtualServerId virtualServer, ApiClientId id) {
        return jdbc.sql(
                                "update api_client set revoked_at = ? where virtual_server_id = ? and id = ? and revoked_at is null")
                        .params(now(), virtualServer.value(), id.value())
                        .update()
                == 1;
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(time.instant(), ZoneOffset.UTC);
    }

    private static Stored stored(ResultSet row) throws SQLException {
        VirtualServerId virtualServer = new VirtualServerId(row.getObject("virtual_server_id", UUID.class));
        Set<ApiScope> scopes = Arrays.stream((String[]) row.getArray("scopes").getArray())
                .map(ApiScope::valueOf)
                .collect(Collectors.toUnmodifiableSet());
        Application application = new Application(
                new ApplicationId(row.getObject("application_id", UUID.class)),
                virtualServer,
                row.getString("application_name"));
        ApiClient client = new ApiClient(
                new ApiClientId(row.getObject("id", UUID.class)),
                application,
                row.getString("name"),
                scopes,
                role(virtualServer, row));
        ApiKey key = new ApiKey(
                client,
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "expires_at"),
                instant(row, "last_used_at"));
        return new Stored(key, row.getBytes("secret_hash"));
    }

    private static @Nullable Role role(VirtualServerId virtualServer, ResultSet row) throws SQLException {
        return row.getObject("held_role_id") == null ? null : Role.read(virtualServer, row);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
