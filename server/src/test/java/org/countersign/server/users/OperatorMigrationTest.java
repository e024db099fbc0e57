package org.countersign.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.countersign.server.testing.RunningServer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Operators of a version that kept them apart from users are users with a role afterwards, and nobody else is. */
@DisplayName("S15: operators of earlier versions")
class OperatorMigrationTest {
    private static final String SCHEMA = "before_operators_were_users";

    private final DataSource database = ownersDatabase();
    private final JdbcClient jdbc = JdbcClient.create(database);

    /** Other tests look at all tables there are. */
    @AfterEach
    void tidy() {
        jdbc.sql("drop schema if exists " + SCHEMA + " cascade").update();
    }

    @Test
    void becomeUsersWithTheSamePasswordAndTakeNobodyElsesName() {
        migrate("9");
        UUID acme = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        for (UUID virtualServer : List.of(acme, other)) {
            jdbc.sql("insert into " + SCHEMA + ".virtual_server values (?, ?, 'Acme', now())")
                    .params(virtualServer, "a" + virtualServer.toString().substring(0, 8))
                    .update();
        }
        user(acme, "alice");
        user(acme, "bob-operator");
        user(acme, "Bob");
        operator(acme, "ALICE", "hash of the operator alice");
        operator(acme, "bob", "hash of the operator bob");
        operator(acme, "olga", "hash of olga");
        operator(other, "alice", "hash of the other alice");

        migrate("20");

        List<Map<String, Object>> operators =
                jdbc.sql("""
                        select u.user_name, u.password_hash, u.state, u.virtual_server_id as u_server, r.kind,
                               r.virtual_server_id as r_server, o.virtual_server_id as o_server
                        from %1$s.operator o join %1$s.user_account u on u.id = o.user_id
                        join %1$s.operator_role r on r.id = o.role_id order by u.user_name
                        """.replace("%1$s", SCHEMA)).query().listOfRows();
        assertThat(operators)
                .extracting(row -> row.get("user_name") + " " + row.get("password_hash"))
                .containsExactlyInAnyOrder(
                        "ALICE-operator hash of the operator alice",
                        "bob-operator2 hash of the operator bob",
                        "olga hash of olga",
                        "alice hash of the other alice");
        assertThat(operators).allSatisfy(row -> {
            assertThat(row).containsEntry("kind", "ADMINISTRATOR").containsEntry("state", "ACTIVE");
            assertThat(row.get("u_server")).isEqualTo(row.get("o_server")).isEqualTo(row.get("r_server"));
        });
        assertThat(jdbc.sql(
                                "select password_hash from " + SCHEMA
                                        + ".user_account where user_name in ('alice', 'Bob', 'bob-operator') and virtual_server_id = ?")
                        .param(acme)
                        .query(String.class)
                        .list())
                .containsOnly("hash of a user");
    }

    /** Migrations run as the owner of the tables; the server itself works as somebody who owns nothing. */
    private static DataSource ownersDatabase() {
        try (Connection service = RunningServer.get().part(DataSource.class).getConnection()) {
            return new DriverManagerDataSource(service.getMetaData().getURL(), "postgres", "");
        } catch (SQLException noDatabase) {
            throw new IllegalStateException(noDatabase);
        }
    }

    private void migrate(String target) {
        Flyway.configure()
                .dataSource(database)
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .target(target)
                .load()
                .migrate();
    }

    private void user(UUID virtualServer, String name) {
        jdbc.sql("insert into " + SCHEMA + """
                        .user_account (id, virtual_server_id, user_name, display_name, password_hash, state, created_at)
                        values (?, ?, ?, ?, 'hash of a user', 'ACTIVE', now())
                        """)
                .params(UUID.randomUUID(), virtualServer, name, name)
                .update();
    }

    private void operator(UUID virtualServer, String name, String hash) {
        jdbc.sql("insert into " + SCHEMA + """
                        .operator (id, virtual_server_id, user_name, password_hash, created_at)
                        values (?, ?, ?, ?, now())
                        """)
                .params(UUID.randomUUID(), virtualServer, name, hash)
                .update();
    }
}
