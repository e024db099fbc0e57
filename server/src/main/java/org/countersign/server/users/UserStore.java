package org.countersign.server.users;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.kernel.ContainerId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of users. */
@Component
class UserStore {
    /** Tells of the virtual server too whether it is suspended: then nobody of it is active, whatever their own state is. */
    private static final String FIND = """
            select user_account.*,
                   exists (select from virtual_server
                           where virtual_server.id = virtual_server_id and suspended_at is not null) as suspended
            from user_account where virtual_server_id = ? and state <> 'DELETED'
            """;

    private final JdbcClient jdbc;
    private final InstantSource time;

    UserStore(JdbcClient jdbc, InstantSource time) {
        this.jdbc = jdbc;
        this.time = time;
    }

    boolean insert(UserAccount account, @Nullable String passwordHash) {
        return jdbc.sql("""
                        insert into user_account (id, virtual_server_id, user_name, display_name, mail, password_hash,
                                                  state, created_at)
                        values (:id, :virtualServer, :userName, :displayName, :mail, :passwordHash, :state, :now)
                        on conflict (virtual_server_id, folded_name) where state <> 'DELETED' do nothing
                        """)
                        .param("id", account.id().value())
                        .param("virtualServer", account.virtualServer().value())
                        .param("userName", account.userName())
                        .param("displayName", account.displayName())
                        .param("mail", account.mail())
                        .param("passwordHash", passwordHash)
                        .param("state", account.state().name())
                        .param("now", OffsetDateTime.ofInstant(time.instant(), ZoneOffset.UTC))
                        .update()
                == 1;
    }

    Optional<UserAccount> find(VirtualServerId virtualServer, String userName) {
        return jdbc.sql(FIND + " and folded_name = lower(?)")
                .params(virtualServer.value(), Names.searchable(userName))
                .query((row, number) -> found(row))
                .optional();
    }

    Optional<UserAccount> find(VirtualServerId virtualServer, UserId id) {
        return jdbc.sql(FIND + " and id = ?")
                .params(virtualServer.value(), id.value())
                .query((row, number) -> found(row))
                .optional();
    }

    Optional<Passwords.Candidate<UserAccount>> candidate(VirtualServerId virtualServer, String userName) {
        return jdbc.sql("""
                        select * from user_account
                        where virtual_server_id = ? and folded_name = lower(?) and state = 'ACTIVE'
                          and password_hash is not null
                          and not exists (select from virtual_server
                                          where virtual_server.id = virtual_server_id and suspended_at is not null)
                        """)
                .params(virtualServer.value(), Names.searchable(userName))
                .query((row, number) -> new Passwords.Candidate<>(account(row), row.getString("password_hash")))
                .optional();
    }

    boolean changeMail(VirtualServerId virtualServer, UserId user, @Nullable String mail) {
        return jdbc.sql(
                                "update user_account set mail = :mail where virtual_server_id = :virtualServer and id = :id and state <> 'DELETED'")
                        .param("mail", mail)
                        .param("virtualServer", virtualServer.value())
                        .param("id", user.value())
                        .update()
                == 1;
    }

    /** Changes who somebody is for people; the unique name is the database's to refuse. */
    boolean change(UserAccount account) {
        return jdbc.sql("""
                        update user_account set user_name = :userName, display_name = :displayName, mail = :mail
                        where virtual_server_id = :virtualServer and id = :id and state <> 'DELETED'
                        """)
                        .param("userName", account.userName())
                        .param("displayName", account.displayName())
                        .param("mail", account.mail())
                        .param("virtualServer", account.virtualServer().value())
                        .param("id", account.id().value())
                        .update()
                == 1;
    }

    /** Returns deleted users too: the record names them. */
    Map<UserId, UserAccount> named(VirtualServerId virtualServer, Collection<UserId> ids) {
        Map<UserId, UserAccount> accounts = new HashMap<>();
        jdbc.sql("""
                        select user_account.*,
                               exists (select from virtual_server
                                       where virtual_server.id = virtual_server_id and suspended_at is not null) as suspended
                        from user_account where virtual_server_id = ? and id = any(?)
                        """)
                .params(virtualServer.value(), ids.stream().map(UserId::value).toArray(UUID[]::new))
                .query((row, number) -> found(row))
                .list()
                .forEach(account -> accounts.put(account.id(), account));
        return accounts;
    }

    Set<UserId> withoutPassword(VirtualServerId virtualServer, Collection<UserId> ids) {
        return jdbc.sql("""
                        select id from user_account
                        where virtual_server_id = ? and id = any(?) and state <> 'DELETED' and password_hash is null
                        """)
                .params(virtualServer.value(), ids.stream().map(UserId::value).toArray(UUID[]::new))
                .query((row, number) -> new UserId(row.getObject("id", UUID.class)))
                .set();
    }

    /**
     * Adds up what {@link UserTallyStore} keeps: counting a million rows takes longer than anybody waits for a page. Whoever
     * sees the people of some containers only counts these.
     */
    int count(VirtualServerId virtualServer) {
        return jdbc.sql("""
                        select case when current_user = 'countersign_limited'
                            then (select count(*) from user_account
                                  where virtual_server_id = :virtualServer and state <> 'DELETED')
                            else (select coalesce(sum(people), 0) from user_tally
                                  where virtual_server_id = :virtualServer) end
                        """)
                .param("virtualServer", virtualServer.value())
                .query(Integer.class)
                .single();
    }

    private static UserAccount found(ResultSet row) throws SQLException {
        UserAccount user = account(row);
        return row.getBoolean("suspended") && user.isActive()
                ? new UserAccount(
                        user.id(),
                        user.virtualServer(),
                        user.userName(),
                        user.displayName(),
                        user.mail(),
                        UserAccount.State.DISABLED,
                        user.placement())
                : user;
    }

    static UserAccount account(ResultSet row) throws SQLException {
        return new UserAccount(
                new UserId(row.getObject("id", UUID.class)),
                new VirtualServerId(row.getObject("virtual_server_id", UUID.class)),
                row.getString("user_name"),
                row.getString("display_name"),
                row.getString("mail"),
                UserAccount.State.valueOf(row.getString("state")),
                placement(row));
    }

    private static UserAccount.Placement placement(ResultSet row) throws SQLException {
        UUID container = row.getObject("container_id", UUID.class);
        OffsetDateTime lockedUntil = row.getObject("locked_until", OffsetDateTime.class);
        return new UserAccount.Placement(
                container == null ? null : new ContainerId(container),
                Origin.valueOf(row.getString("origin")),
                lockedUntil == null ? null : lockedUntil.toInstant(),
                row.getString("state_reason"));
    }
}
