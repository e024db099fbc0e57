package org.countersign.server.users;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of users' states. */
@Component
class UserStateStore {
    private final JdbcClient jdbc;

    UserStateStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Changes the state of a user who is in one of {@code from}. */
    boolean change(
            VirtualServerId virtualServer,
            UserId user,
            List<UserAccount.State> from,
            UserAccount.State to,
            @Nullable Instant until,
            @Nullable String reason) {
        return jdbc.sql("""
                        update user_account
                        set state = :to, locked_until = :until::timestamptz, state_reason = :reason
                        where virtual_server_id = :virtualServer and id = :id and state = any(:from)
                        """)
                        .param("to", to.name())
                        .param("until", until == null ? null : OffsetDateTime.ofInstant(until, ZoneOffset.UTC))
                        .param("reason", reason)
                        .param("virtualServer", virtualServer.value())
                        .param("id", user.value())
                        .param(
                                "from",
                                from.stream().map(UserAccount.State::name).toArray(String[]::new))
                        .update()
                == 1;
    }

    /**
     * Says whether a user is the last operator who may do everything and can sign in. Until the end of the transaction nobody else
     * changes who is.
     */
    boolean isLastAdministrator(VirtualServerId virtualServer, UserId user) {
        jdbc.sql("select id from operator_role where virtual_server_id = ? and kind = 'ADMINISTRATOR' for update")
                .param(virtualServer.value())
                .query(UUID.class)
                .list();
        List<UUID> administrators =
                jdbc.sql("""
                        select u.id from operator o join operator_role r on r.id = o.role_id join user_account u on u.id = o.user_id
                        where o.virtual_server_id = ? and r.kind = 'ADMINISTRATOR' and o.state = 'ACTIVE' and u.state = 'ACTIVE'
                        """).param(virtualServer.value()).query(UUID.class).list();
        return administrators.equals(List.of(user.value()));
    }

    /** Ends locks whose time is over, and returns whose. */
    List<UserAccount> endLocks(Instant now, int limit) {
        return jdbc.sql("""
                        update user_account set state = 'ACTIVE', locked_until = null, state_reason = null
                        where id in (select id from user_account where state = 'LOCKED' and locked_until <= :now
                                     order by virtual_server_id, locked_until limit :limit for update skip locked)
                        returning *
                        """)
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .param("limit", limit)
                .query((row, number) -> UserStore.account(row))
                .list();
    }

    /** Takes from a deleted user all that only a living one needs. The names stay: the record refers to them. */
    void erase(VirtualServerId virtualServer, UserId user) {
        jdbc.sql("""
                update user_account set mail = null, password_hash = null
                where virtual_server_id = ? and id = ?
                """).params(virtualServer.value(), user.value()).update();
        for (String table : List.of("membership", "user_word", "password_link")) {
            jdbc.sql("delete from " + table + " where virtual_server_id = ? and user_id = ?")
                    .params(virtualServer.value(), user.value())
                    .update();
        }
    }
}
