package org.countersign.server.protocol.oidc;

import java.net.URI;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.ApplicationId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of OpenID Connect clients. */
@Component
class OidcClientStore {
    private final JdbcClient jdbc;

    OidcClientStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Writes a client, or gives the application's client new addresses and a new secret. */
    String upsert(OidcClient client, String secretHash, Instant now) {
        return jdbc.sql("""
                        insert into oidc_client (application_id, virtual_server_id, client_id, client_secret_hash,
                                                 redirect_uris, post_logout_uris, created_at)
                        values (?, ?, ?, ?, ?, ?, ?)
                        on conflict (application_id) do update set client_secret_hash = excluded.client_secret_hash,
                            redirect_uris = excluded.redirect_uris, post_logout_uris = excluded.post_logout_uris
                        returning client_id
                        """)
                .params(
                        client.application().value(),
                        client.virtualServer().value(),
                        client.clientId(),
                        secretHash,
                        texts(client.redirectUris()),
                        texts(client.postLogoutUris()),
                        OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .query(String.class)
                .single();
    }

    Optional<OidcClient> find(VirtualServerId virtualServer, String clientId) {
        return jdbc.sql("select * from oidc_client where virtual_server_id = ? and client_id = ?")
                .params(virtualServer.value(), clientId)
                .query((row, number) -> client(row))
                .optional();
    }

    Optional<OidcClient> find(VirtualServerId virtualServer, ApplicationId application) {
        return jdbc.sql("select * from oidc_client where virtual_server_id = ? and application_id = ?")
                .params(virtualServer.value(), application.value())
                .query((row, number) -> client(row))
                .optional();
    }

    String secretHash(ApplicationId application) {
        return jdbc.sql("select client_secret_hash from oidc_client where application_id = ?")
                .param(application.value())
                .query(String.class)
                .single();
    }

    List<OidcClient> of(VirtualServerId virtualServer) {
        return jdbc.sql("select * from oidc_client where virtual_server_id = ?")
                .param(virtualServer.value())
                .query((row, number) -> client(row))
                .list();
    }

    boolean changeAddresses(OidcClient client) {
        return jdbc.sql("""
                        update oidc_client set redirect_uris = ?, post_logout_uris = ?
                        where virtual_server_id = ? and application_id = ?
                        """)
                        .params(
                                texts(client.redirectUris()),
                                texts(client.postLogoutUris()),
                                client.virtualServer().value(),
                                client.application().value())
                        .update()
                == 1;
    }

    boolean changeSecret(VirtualServerId virtualServer, ApplicationId application, String secretHash) {
        return jdbc.sql("""
                        update oidc_client set client_secret_hash = ? where virtual_server_id = ? and application_id = ?
                        """)
                        .params(secretHash, virtualServer.value(), application.value())
                        .update()
                == 1;
    }

    /** Ends a client and whatever it was given: nobody is signed in to it any more. */
    void remove(VirtualServerId virtualServer, ApplicationId application) {
        jdbc.sql("""
                delete from oauth2_authorization
                where registered_client_id = (select application_id::text from oidc_client
                                              where virtual_server_id = ? and application_id = ?)
                """).params(virtualServer.value(), application.value()).update();
        jdbc.sql("delete from oidc_client where virtual_server_id = ? and application_id = ?")
                .params(virtualServer.value(), application.value())
                .update();
    }

    /** Counts the people who are signed in to a client. */
    int people(VirtualServerId virtualServer, ApplicationId application, Instant now) {
        return jdbc.sql("""
                        select count(distinct principal_name) from oauth2_authorization
                        where registered_client_id = (select application_id::text from oidc_client
                                                      where virtual_server_id = ? and application_id = ?)
                          and refresh_token_expires_at > ?
                        """)
                .params(virtualServer.value(), application.value(), OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .query(Integer.class)
                .single();
    }

    private static OidcClient client(ResultSet row) throws SQLException {
        return new OidcClient(
                new ApplicationId(row.getObject("application_id", UUID.class)),
                new VirtualServerId(row.getObject("virtual_server_id", UUID.class)),
                row.getString("client_id"),
                addresses(row.getArray("redirect_uris")),
                addresses(row.getArray("post_logout_uris")));
    }

    private static List<URI> addresses(Array column) throws SQLException {
        return Arrays.stream((String[]) column.getArray()).map(URI::create).toList();
    }

    private static String[] texts(List<URI> addresses) {
        return addresses.stream().map(URI::toString).toArray(String[]::new);
    }
}
