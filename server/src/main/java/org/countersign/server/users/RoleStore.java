package org.countersign.server.users;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.RoleId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of roles. */
@Component
class RoleStore {
    private final JdbcClient jdbc;
    private final InstantSource time;

    RoleStore(JdbcClient jdbc, InstantSource time) {
        this.jdbc = jdbc;
        this.time = time;
    }

    List<Role> of(VirtualServerId virtualServer) {
        return jdbc.sql("""
                        select * from operator_role where virtual_server_id = ?
                        order by kind <> 'ADMINISTRATOR', lower(name)
                        """)
                .param(virtualServer.value())
                .query((row, number) -> role(row))
                .list();
    }

    Optional<Role> find(VirtualServerId virtualServer, RoleId id) {
        return jdbc.sql("select * from operator_role where virtual_server_id = ? and id = ?")
                .params(virtualServer.value(), id.value())
                .query((row, number) -> role(row))
                .optional();
    }

    Optional<Role> administrator(VirtualServerId virtualServer) {
        return jdbc.sql("select * from operator_role where virtual_server_id = ? and kind = 'ADMINISTRATOR'")
                .param(virtualServer.value())
                .query((row, number) -> role(row))
                .optional();
    }

    /**
     * Makes changes to who is an administrator wait for one another, until the end of the transaction: each of the last two
     * could otherwise remove the other.
     */
    void lockAdministrators(VirtualServerId virtualServer) {
        jdbc.sql("select id from operator_role where virtual_server_id = ? and kind = 'ADMINISTRATOR' for update")
                .param(virtualServer.value())
                .query(UUID.class)
                .list();
    }

    /** Writes a role unless its name is taken. */
    boolean insert(Role role) {
        return jdbc.sql("""
                        insert into operator_role (id, virtual_server_id, name, description, kind, permissions, created_at)
                        values (:id, :virtualServer, :name, :description, :kind, :permissions, :now)
                        on conflict do nothing
                        """)
                        .param("id", role.id().value())
                        .param("virtualServer", role.virtualServer().value())
                        .param("name", role.name())
                        .param("description", role.description())
                        .param("kind", role.kind().name())
                        .param("permissions", role.permissions().texts().toArray(String[]::new))
                        .param("now", OffsetDateTime.ofInstant(time.instant(), ZoneOffset.UTC))
                        .update()
                == 1;
    }

    boolean nameTaken(VirtualServerId virtualServer, String name, RoleId except) {
        return jdbc.sql("""
                        select exists (select from operator_role
                                       where virtual_server_id = ? and lower(name) = lower(?) and id <> ?)
                        """)
                .params(virtualServer.value(), name, except.value())
                .query(Boolean.class)
                .single();
    }

    boolean update(Role role) {
        return jdbc.sql("""
                        update operator_role set name = ?, description = ?, permissions = ?
                        where virtual_server_id = ? and id = ? and kind = 'OWN'
                        """)
                        .params(
                                role.name(),
                                role.description(),
                                role.permissions().texts().toArray(String[]::new),
                                role.virtualServer().value(),
                                role.id().value())
                        .update()
                == 1;
    }

    /** Deletes a role that nobody has; false when somebody does. Operators who were removed may have had it. */
    boolean delete(Role role, RoleId heir) {
        try {
            jdbc.sql("""
                    update operator set role_id = ? where virtual_server_id = ? and role_id = ? and state = 'REMOVED'
                    """)
                    .params(
                            heir.value(),
                            role.virtualServer().value(),
                            role.id().value())
                    .update();
            return jdbc.sql("delete from operator_role where virtual_server_id = ? and id = ? and kind = 'OWN'")
                            .params(role.virtualServer().value(), role.id().value())
                            .update()
                    == 1;
        } catch (DataIntegrityViolationException inUse) {
            return false;
        }
    }

    static Role role(ResultSet row) throws SQLException {
        Role.Kind kind = Role.Kind.valueOf(row.getString("kind"));
        String[] texts = (String[]) row.getArray("permissions").getArray();
        return new Role(
                new RoleId(row.getObject("id", UUID.class)),
                new VirtualServerId(row.getObject("virtual_server_id", UUID.class)),
                row.getString("name"),
                row.getString("description"),
                kind,
                kind == Role.Kind.ADMINISTRATOR ? Permissions.EVERYTHING : Permissions.parse(Arrays.asList(texts)));
    }
}
