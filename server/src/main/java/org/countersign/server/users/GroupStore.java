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
import org.countersign.server.kernel.GroupId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of groups and of who is in which. */
@Component
class GroupStore {
    private final JdbcClient jdbc;
    private final InstantSource time;

    GroupStore(JdbcClient jdbc, InstantSource time) {
        this.jdbc = jdbc;
        this.time = time;
    }

    boolean insert(Group group) {
        return jdbc.sql("""
                        insert into user_group (id, virtual_server_id, name, origin, created_at) values (?, ?, ?, ?, ?)
                        on conflict (virtual_server_id, lower(name)) do nothing
                        """)
                        .params(
                                group.id().value(),
                                group.virtualServer().value(),
                                group.name(),
                                group.origin().name(),
                                now())
                        .update()
                == 1;
    }

    List<Group> of(VirtualServerId virtualServer) {
        return jdbc.sql("select * from user_group where virtual_server_id = ? order by lower(name)")
                .param(virtualServer.value())
                .query((row, number) -> group(row))
                .list();
    }

    List<Group> of(VirtualServerId virtualServer, UserId user) {
        return jdbc.sql("""
                        select user_group.* from membership join user_group on user_group.id = group_id
                        where membership.virtual_server_id = ? and user_id = ?
                        order by lower(name)
                        """)
                .params(virtualServer.value(), user.value())
                .query((row, number) -> group(row))
                .list();
    }

    Optional<Group> find(VirtualServerId virtualServer, GroupId id) {
        return jdbc.sql("select * from user_group where virtual_server_id = ? and id = ?")
                .params(virtualServer.value(), id.value())
                .query((row, number) -> group(row))
                .optional();
    }

    Optional<Group> find(VirtualServerId virtualServer, String name) {
        return jdbc.sql("select * from user_group where virtual_server_id = ? and lower(name) = lower(?)")
                .params(virtualServer.value(), Names.searchable(name))
                .query((row, number) -> group(row))
                .optional();
    }

    /** Locks the group until the end of the transaction: nobody is added to it meanwhile. */
    Optional<Group> lock(VirtualServerId virtualServer, GroupId id) {
        return jdbc.sql("select * from user_group where virtual_server_id = ? and id = ? for update")
                .params(virtualServer.value(), id.value())
                .query((row, number) -> group(row))
                .optional();
    }

    void rename(VirtualServerId virtualServer, GroupId id, String name) {
        jdbc.sql("update user_group set name = ? where virtual_server_id = ? and id = ?")
                .params(name, virtualServer.value(), id.value())
                .update();
    }

    /** Deletes a group with its memberships and returns how many there were. */
    int delete(VirtualServerId virtualServer, GroupId id) {
        int members = jdbc.sql("delete from membership where virtual_server_id = ? and group_id = ?")
                .params(virtualServer.value(), id.value())
                .update();
        jdbc.sql("delete from user_group where virtual_server_id = ? and id = ?")
                .params(virtualServer.value(), id.value())
                .update();
        return members;
    }

    /** Adds users and returns those who were not in the group before. */
    List<UserId> add(VirtualServerId virtualServer, GroupId group, Collection<UserId> users) {
        return jdbc.sql("""
                        insert into membership (virtual_server_id, user_id, group_id, created_at)
                        select virtual_server_id, id, :group, :now from user_account
                        where virtual_server_id = :virtualServer and id = any(:users) and state <> 'DELETED'
                        on conflict (group_id, user_id) do nothing
                        returning user_id
                        """)
                .param("virtualServer", virtualServer.value())
                .param("group", group.value())
                .param("users", ids(users))
                .param("now", now())
                .query((row, number) -> new UserId(row.getObject(1, UUID.class)))
                .list();
    }

    /** Takes users out and returns those who were in the group. */
    List<UserId> remove(VirtualServerId virtualServer, GroupId group, Collection<UserId> users) {
        return jdbc.sql("""
                        delete from membership
                        where virtual_server_id = :virtualServer and group_id = :group and user_id = any(:users)
                        returning user_id
                        """)
                .param("virtualServer", virtualServer.value())
                .param("group", group.value())
                .param("users", ids(users))
                .query((row, number) -> new UserId(row.getObject(1, UUID.class)))
                .list();
    }

    int count(VirtualServerId virtualServer, GroupId group) {
        return jdbc.sql("select count(*) from membership where virtual_server_id = ? and group_id = ?")
                .params(virtualServer.value(), group.value())
                .query(Integer.class)
                .single();
    }

    /** Counts members, and stops at {@code most}. */
    int countUpTo(VirtualServerId virtualServer, GroupId group, int most) {
        return jdbc.sql("""
                        select count(*) from (
                            select 1 from membership where virtual_server_id = ? and group_id = ? limit ?) as counted
                        """)
                .params(virtualServer.value(), group.value(), most)
                .query(Integer.class)
                .single();
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(time.instant(), ZoneOffset.UTC);
    }

    private static UUID[] ids(Collection<UserId> users) {
        return users.stream().map(UserId::value).toArray(UUID[]::new);
    }

    private static Group group(ResultSet row) throws SQLException {
        return new Group(
                new GroupId(row.getObject("id", UUID.class)),
                new VirtualServerId(row.getObject("virtual_server_id", UUID.class)),
                row.getString("name"),
                Origin.valueOf(row.getString("origin")));
    }
}
