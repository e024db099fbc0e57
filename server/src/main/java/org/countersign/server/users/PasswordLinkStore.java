package org.countersign.server.users;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of users' own passwords, and of the codes by which they choose them. */
@Component
class PasswordLinkStore {
    private final JdbcClient jdbc;

    PasswordLinkStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps the code of a user in the place of the one before. */
    void put(UserAccount user, byte[] codeHash, Instant now, Instant expiresAt) {
        jdbc.sql("""
                insert into password_link (user_id, virtual_server_id, code_hash, created_at, expires_at)
                values (:user, :virtualServer, :hash, :now, :expiresAt)
                on conflict (user_id) do update
                set code_hash = :hash, created_at = :now, expires_at = :expiresAt
                """)
                .param("user", user.id().value())
                .param("virtualServer", user.virtualServer().value())
                .param("hash", codeHash)
                .param("now", at(now))
                .param("expiresAt", at(expiresAt))
                .update();
    }

    /** Says whose code it is, while it is good. */
    Optional<UserId> owner(VirtualServerId virtualServer, byte[] codeHash, Instant now) {
        return jdbc.sql("""
                        select user_id from password_link
                        where virtual_server_id = ? and code_hash = ? and expires_at > ?
                          and user_id in (select id from active_user where virtual_server_id = ?)
                        """)
                .params(virtualServer.value(), codeHash, at(now), virtualServer.value())
                .query((row, number) -> new UserId(row.getObject(1, UUID.class)))
                .optional();
    }

    /** Uses a code up: whoever deletes the row has used it. */
    boolean use(VirtualServerId virtualServer, byte[] codeHash, Instant now) {
        return jdbc.sql("delete from password_link where virtual_server_id = ? and code_hash = ? and expires_at > ?")
                        .params(virtualServer.value(), codeHash, at(now))
                        .update()
                == 1;
    }

    /** Ends whatever code a user has. */
    void end(VirtualServerId virtualServer, UserId user) {
        jdbc.sql("delete from password_link where virtual_server_id = ? and user_id = ?")
                .params(virtualServer.value(), user.value())
                .update();
    }

    void forgetExpired(Instant now) {
        jdbc.sql("delete from password_link where expires_at <= ?")
                .param(at(now))
                .update();
    }

    boolean hasNoPassword(VirtualServerId virtualServer, UserId user) {
        return jdbc.sql("""
                        select exists (select 1 from user_account
                                       where virtual_server_id = ? and id = ? and state <> 'DELETED' and password_hash is null)
                        """)
                .params(virtualServer.value(), user.value())
                .query(Boolean.class)
                .single();
    }

    /** Sets the password of a user who is not deleted. */
    boolean setPassword(VirtualServerId virtualServer, UserId user, String hash) {
        return jdbc.sql("""
                        update user_account set password_hash = ?
                        where virtual_server_id = ? and id = ? and state <> 'DELETED'
                        """).params(hash, virtualServer.value(), user.value()).update() == 1;
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
