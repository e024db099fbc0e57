package org.countersign.server.users;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.RoleId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of operators. */
@Component
class OperatorStore {
    /** The columns that {@link #operator} reads, of {@code operator o}, {@code user_account u} and {@code operator_role r}. */
    static final String COLUMNS = """
            o.id as operator_id, o.virtual_server_id, o.user_id, o.state as operator_state, o.signed_in_at,
            u.user_name, u.display_name, u.mail, u.state as user_state,
            r.id as held_role_id, r.name as role_name, r.description as role_description, r.kind as role_kind,
            r.permissions as role_permissions, o.limited,
            array(select coalesce(within.container_id, '00000000-0000-0000-0000-000000000000')
                  from operator_container within where within.operator_id = o.id) as containers
            """;

    private static final String SELECT = "select " + COLUMNS
            + "from operator o join user_account u on u.id = o.user_id join operator_role r on r.id = o.role_id ";

    private final JdbcClient jdbc;
    private final InstantSource time;

    OperatorStore(JdbcClient jdbc, InstantSource time) {
        this.jdbc = jdbc;
        this.time = time;
    }

    /** Makes a user an operator, unless they are one. */
    boolean insert(OperatorId id, VirtualServerId virtualServer, UserId user, RoleId role) {
        return jdbc.sql("""
                        insert into operator (id, virtual_server_id, user_id, role_id, state, created_at)
                        values (:id, :virtualServer, :user, :role, 'ACTIVE', :now)
                        on conflict (user_id) where state <> 'REMOVED' do nothing
                        """)
                        .param("id", id.value())
                        .param("virtualServer", virtualServer.value())
                        .param("user", user.value())
                        .param("role", role.value())
                        .param("now", OffsetDateTime.ofInstant(time.instant(), ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** Changes role or state and ends the operator's sessions. */
    boolean change(Operator operator, RoleId role, Operator.State state) {
        boolean changed = jdbc.sql("""
                                update operator set role_id = ?, state = ?
                                where virtual_server_id = ? and id = ? and state <> 'REMOVED'
                                """)
                        .params(
                                role.value(),
                                state.name(),
                                operator.virtualServer().value(),
                                operator.id().value())
                        .update()
                == 1;
        jdbc.sql("delete from operator_session where operator_id = ?")
                .param(operator.id().value())
                .update();
        return changed;
    }

    /** Writes which people an operator sees, and ends their sessions. */
    void changeScope(Operator operator, OperatorScope scope) {
        UUID server = operator.virtualServer().value();
        UUID id = operator.id().value();
        jdbc.sql("update operator set limited = ? where virtual_server_id = ? and id = ?")
                .params(scope.limited(), server, id)
                .update();
        jdbc.sql("delete from operator_container where virtual_server_id = ? and operator_id = ?")
                .params(server, id)
                .update();
        for (UUID container : scope.containers()) {
            jdbc.sql("""
                    insert into operator_container (virtual_server_id, operator_id, container_id)
                    values (?, ?, nullif(?, '00000000-0000-0000-0000-000000000000'::uuid))
                    """).params(server, id, container).update();
        }
        jdbc.sql("delete from operator_session where operator_id = ?").param(id).update();
    }

    /** Sets the password of an operator's user. Their sessions are worth nothing with another password. */
    void changePassword(Operator operator, String passwordHash) {
        jdbc.sql("update user_account set password_hash = ? where virtual_server_id = ? and id = ?")
                .params(
                        passwordHash,
                        operator.virtualServer().value(),
                        operator.user().value())
                .update();
    }

    void signedIn(OperatorId id, VirtualServerId virtualServer, Instant now) {
        jdbc.sql("update operator set signed_in_at = ? where virtual_server_id = ? and id = ?")
                .params(OffsetDateTime.ofInstant(now, ZoneOffset.UTC), virtualServer.value(), id.value())
                .update();
    }

    /** Returns whoever is an operator, or was one. */
    List<Operator> everybody(VirtualServerId virtualServer) {
        return jdbc.sql(SELECT + "where o.virtual_server_id = ? order by lower(u.user_name)")
                .param(virtualServer.value())
                .query((row, number) -> operator(row))
                .list();
    }

    List<Operator> withRole(VirtualServerId virtualServer, RoleId role) {
        return jdbc.sql(SELECT + """
                        where o.virtual_server_id = ? and o.role_id = ? and o.state <> 'REMOVED' and u.state <> 'DELETED'
                        order by lower(u.user_name)
                        """)
                .params(virtualServer.value(), role.value())
                .query((row, number) -> operator(row))
                .list();
    }

    Optional<Operator> find(VirtualServerId virtualServer, OperatorId id) {
        return jdbc.sql(
                        SELECT
                                + "where o.virtual_server_id = ? and o.id = ? and o.state <> 'REMOVED' and u.state <> 'DELETED'")
                .params(virtualServer.value(), id.value())
                .query((row, number) -> operator(row))
                .optional();
    }

    List<Operator> ofUsers(VirtualServerId virtualServer, Collection<UserId> users) {
        return jdbc.sql(
                        SELECT
                                + "where o.virtual_server_id = ? and o.user_id = any(?) and o.state <> 'REMOVED' and u.state <> 'DELETED'")
                .params(virtualServer.value(), users.stream().map(UserId::value).toArray(UUID[]::new))
                .query((row, number) -> operator(row))
                .list();
    }

    int sessions(VirtualServerId virtualServer, OperatorId id, Instant now) {
        return jdbc.sql("""
                        select count(*) from operator_session s join operator o on o.id = s.operator_id
                        where o.virtual_server_id = ? and o.id = ? and s.stage = 'OPEN' and s.idle_at > ? and s.ends_at > ?
                        """)
                .params(
                        virtualServer.value(),
                        id.value(),
                        OffsetDateTime.ofInstant(now, ZoneOffset.UTC),
                        OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .query(Integer.class)
                .single();
    }

    List<Operator> present(VirtualServerId virtualServer) {
        return jdbc.sql(SELECT + """
                        where o.virtual_server_id = ? and o.state <> 'REMOVED' and u.state <> 'DELETED'
                        order by lower(u.user_name)
                        """)
                .param(virtualServer.value())
                .query((row, number) -> operator(row))
                .list();
    }

    static Operator operator(ResultSet row) throws SQLException {
        VirtualServerId virtualServer = new VirtualServerId(row.getObject("virtual_server_id", UUID.class));
        OffsetDateTime signedInAt = row.getObject("signed_in_at", OffsetDateTime.class);
        return new Operator(
                new OperatorId(row.getObject("operator_id", UUID.class)),
                virtualServer,
                new UserId(row.getObject("user_id", UUID.class)),
                row.getString("user_name"),
                row.getString("display_name"),
                row.getString("mail"),
                Role.read(virtualServer, row),
                new OperatorScope(row.getBoolean("limited"), Set.of((UUID[])
                        row.getArray("containers").getArray())),
                Operator.State.valueOf(row.getString("operator_state")),
                row.getString("user_state").equals(UserAccount.State.ACTIVE.name()),
                signedInAt == null ? null : signedInAt.toInstant());
    }
}
