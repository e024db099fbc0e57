package org.countersign.server.users;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        return jdbc.sql("""
                        select * from user_account
                        where virtual_server_id = ? and folded_name = lower(?) and state <> 'DELETED'
                        """)
                .params(virtualServer.value(), Names.searchable(userName))
                .query((row, number) -> account(row))
                .optional();
    }

    Optional<UserAccount> find(VirtualServerId virtualServer, UserId id) {
        return jdbc.sql("select * from user_account where virtual_server_id = ? and id = ? and state <> 'DELETED'")
                .params(virtualServer.value(), id.value())
                .query((row, number) -> account(row))
                .optional();
    }

    Optional<Passwords.Candidate<UserAccount>> candidate(VirtualServerId virtualServer, String userName) {
        return jdbc.sql("""
                        select * from user_account
                        where virtual_server_id = ? and folded_name = lower(?) and state = 'ACTIVE'
                          and password_hash is not null
                        """)
                .params(virtualServer.value(), Names.searchable(userName))
                .query((row, number) -> new Passwords.Candidate<>(account(row), row.getString("password_hash")))
                .optional();
    }

    List<UserAccount> search(VirtualServerId virtualServer, String text, int limit) {
        return jdbc.sql("""
                        select * from user_account
                        where virtual_server_id = :virtualServer and state <> 'DELETED'
                          and (strpos(folded_name, lower(:text)) > 0
                               or strpos(lower(display_name), lower(:text)) > 0
                               or strpos(lower(coalesce(mail, '')), lower(:text)) > 0)
                        order by folded_name limit :limit
                        """)
                .param("virtualServer", virtualServer.value())
                .param("text", Names.searchable(text.strip()))
                .param("limit", limit)
                .query((row, number) -> account(row))
                .list();
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

    List<UserAccount> page(VirtualServerId virtualServer, String text, @Nullable String after, int limit) {
        return jdbc.sql("""
                        select * from user_account
                        where virtual_server_id = :virtualServer and state <> 'DELETED'
                          and (strpos(folded_name, lower(:text)) > 0
                               or strpos(lower(display_name), lower(:text)) > 0
                               or strpos(lower(coalesce(mail, '')), lower(:text)) > 0)
                          and (:after::text is null or folded_name > lower(:after::text))
                        order by folded_name limit :limit
                        """)
                .param("virtualServer", virtualServer.value())
                .param("text", text.strip())
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> account(row))
                .list();
    }

    Map<UserId, UserAccount> named(VirtualServerId virtualServer, Collection<UserId> ids) {
        Map<UserId, UserAccount> accounts = new HashMap<>();
        jdbc.sql("select * from user_account where virtual_server_id = ? and id = any(?)")
                .params(virtualServer.value(), ids.stream().map(UserId::value).toArray(UUID[]::new))
                .query((row, number) -> account(row))
                .list()
                .forEach(account -> accounts.put(account.id(), account));
        return accounts;
    }

    int count(VirtualServerId virtualServer) {
        return jdbc.sql("select count(*) from user_account where virtual_server_id = ? and state <> 'DELETED'")
                .param(virtualServer.value())
                .query(Integer.class)
                .single();
    }

    private static UserAccount account(ResultSet row) throws SQLException {
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
