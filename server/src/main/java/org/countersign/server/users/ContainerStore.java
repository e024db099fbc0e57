package org.countersign.server.users;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.ContainerId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of containers, and of who stands in which. */
@Component
class ContainerStore {
    private final JdbcClient jdbc;
    private final InstantSource time;

    ContainerStore(JdbcClient jdbc, InstantSource time) {
        this.jdbc = jdbc;
        this.time = time;
    }

    boolean insert(Container container) {
        return jdbc.sql("""
                        insert into container (id, virtual_server_id, name, created_at) values (?, ?, ?, ?)
                        on conflict (virtual_server_id, lower(name)) do nothing
                        """)
                        .params(
                                container.id().value(),
                                container.virtualServer().value(),
                                container.name(),
                                OffsetDateTime.ofInstant(time.instant(), ZoneOffset.UTC))
                        .update()
                == 1;
    }

    List<Container> of(VirtualServerId virtualServer) {
        return jdbc.sql("select * from container where virtual_server_id = ? order by lower(name)")
                .param(virtualServer.value())
                .query((row, number) -> container(row))
                .list();
    }

    Optional<Container> find(VirtualServerId virtualServer, ContainerId id) {
        return jdbc.sql("select * from container where virtual_server_id = ? and id = ?")
                .params(virtualServer.value(), id.value())
                .query((row, number) -> container(row))
                .optional();
    }

    Optional<Container> find(VirtualServerId virtualServer, String name) {
        return jdbc.sql("select * from container where virtual_server_id = ? and lower(name) = lower(?)")
                .params(virtualServer.value(), Names.searchable(name))
                .query((row, number) -> container(row))
                .optional();
    }

    /** Locks the container until the end of the transaction: nobody is moved into it meanwhile. */
    Optional<Container> lock(VirtualServerId virtualServer, ContainerId id) {
        return jdbc.sql("select * from container where virtual_server_id = ? and id = ? for update")
                .params(virtualServer.value(), id.value())
                .query((row, number) -> container(row))
                .optional();
    }

    void rename(VirtualServerId virtualServer, ContainerId id, String name) {
        jdbc.sql("update container set name = ? where virtual_server_id = ? and id = ?")
                .params(name, virtualServer.value(), id.value())
                .update();
    }

    void delete(VirtualServerId virtualServer, ContainerId id) {
        jdbc.sql("delete from container where virtual_server_id = ? and id = ?")
                .params(virtualServer.value(), id.value())
                .update();
    }

    /** Counts who stands in a container, deleted users left out. */
    int count(VirtualServerId virtualServer, @Nullable ContainerId container) {
        return jdbc.sql("""
                        select count(*) from user_account
                        where virtual_server_id = :virtualServer and state <> 'DELETED'
                          and container_id is not distinct from :container::uuid
                        """)
                .param("virtualServer", virtualServer.value())
                .param("container", container == null ? null : container.value())
                .query(Integer.class)
                .single();
    }

    /** Counts who stands in a container, and stops at {@code most}. */
    int countUpTo(VirtualServerId virtualServer, @Nullable ContainerId container, int most) {
        String where = container == null ? "container_id is null" : "container_id = :container";
        return jdbc.sql("select count(*) from (select 1 from user_account where virtual_server_id = :virtualServer and "
                        + where + " and state <> 'DELETED' limit :most) as counted")
                .param("virtualServer", virtualServer.value())
                .param("container", container == null ? null : container.value())
                .param("most", most)
                .query(Integer.class)
                .single();
    }

    /** Puts everybody of a container, deleted users too, into the default one. */
    void empty(VirtualServerId virtualServer, ContainerId container) {
        jdbc.sql("update user_account set container_id = null where virtual_server_id = ? and container_id = ?")
                .params(virtualServer.value(), container.value())
                .update();
    }

    /** Moves users and returns those who stood elsewhere before. */
    List<UserId> move(VirtualServerId virtualServer, Collection<UserId> users, @Nullable ContainerId container) {
        return jdbc.sql("""
                        update user_account set container_id = :container::uuid
                        where virtual_server_id = :virtualServer and id = any(:users) and state <> 'DELETED'
                          and container_id is distinct from :container::uuid
                        returning id
                        """)
                .param("virtualServer", virtualServer.value())
                .param("users", users.stream().map(UserId::value).toArray(UUID[]::new))
                .param("container", container == null ? null : container.value())
                .query((row, number) -> new UserId(row.getObject("id", UUID.class)))
                .list();
    }

    private static Container container(ResultSet row) throws SQLException {
        return new Container(
                new ContainerId(row.getObject("id", UUID.class)),
                new VirtualServerId(row.getObject("virtual_server_id", UUID.class)),
                row.getString("name"));
    }
}
