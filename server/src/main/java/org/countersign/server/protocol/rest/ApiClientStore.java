package org.countersign.server.protocol.rest;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.countersign.server.kernel.ApiClientId;
import org.countersign.server.kernel.ApplicationId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.virtualservers.Application;
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

    /** A client and the hash of its secret; a class, so that nothing prints the hash. */
    static final class Stored {
        private final ApiClient client;
        private final byte[] secretHash;

        Stored(ApiClient client, byte[] secretHash) {
            this.client = client;
            this.secretHash = secretHash;
        }

        ApiClient client() {
            return client;
        }

        byte[] secretHash() {
            return secretHash;
        }
    }

    void insert(ApiClient client, byte[] secretHash) {
        jdbc.sql("""
                insert into api_client (id, virtual_server_id, application_id, name, secret_hash, scopes, created_at)
                values (?, ?, ?, ?, ?, ?, ?)
                """)
                .params(
                        client.id().value(),
                        client.application().virtualServer().value(),
                        client.application().id().value(),
                        client.name(),
                        secretHash,
                        client.scopes().stream().map(ApiScope::name).toArray(String[]::new),
                        now())
                .update();
    }

    Optional<Stored> find(UUID id) {
        return jdbc.sql("select * from api_client_home where id = ? and revoked_at is null")
                .param(id)
                .query((row, number) -> stored(row))
                .optional();
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
                new ApiClientId(row.getObject("id", UUID.class)), application, row.getString("name"), scopes);
        return new Stored(client, row.getBytes("secret_hash"));
    }
}
