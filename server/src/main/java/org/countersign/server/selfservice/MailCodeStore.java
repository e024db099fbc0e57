package org.countersign.server.selfservice;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.Users;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of codes by mail. */
@Component
class MailCodeStore {
    /** Codes for one name, whether or not it has an account: enough for a mail that went astray. */
    private static final int MOST_AT_ONCE = 3;

    private static final Duration AT_ONCE = Duration.ofMinutes(10);
    private static final int MOST_A_DAY = 10;

    private final JdbcClient jdbc;

    MailCodeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A code whose try has been charged. */
    record Charged(@Nullable UserId user, int failures) {}

    /** Opens a code, unless the name has had enough of them. The statements are the same for every name. */
    boolean open(
            UUID id,
            VirtualServerId virtualServer,
            byte[] subject,
            String userName,
            MailCodes.Purpose purpose,
            Instant now,
            Instant expiresAt) {
        jdbc.sql("select 1 from pg_advisory_xact_lock(hashtextextended('mail code ' || encode(?, 'hex'), 0))")
                .param(subject)
                .query(Integer.class)
                .single();
        return jdbc.sql("""
                        insert into mail_code (id, virtual_server_id, subject, user_id, purpose, created_at, expires_at)
                        select :id, :virtualServer, :subject,
                               (select id from active_user where virtual_server_id = :virtualServer and name = lower(:name)),
                               :purpose, :now, :expires
                        where (select count(*) from mail_code
                               where virtual_server_id = :virtualServer and subject = :subject and created_at > :lately)
                              < :atOnce
                          and (select count(*) from mail_code
                               where virtual_server_id = :virtualServer and subject = :subject and created_at > :today)
                              < :aDay
                        """)
                        .param("id", id)
                        .param("virtualServer", virtualServer.value())
                        .param("subject", subject)
                        .param("name", Users.searchable(userName.strip()))
                        .param("purpose", purpose.name())
                        .param("now", at(now))
                        .param("expires", at(expiresAt))
                        .param("lately", at(now.minus(AT_ONCE)))
                        .param("atOnce", MOST_AT_ONCE)
                        .param("today", at(now.minus(Duration.ofDays(1))))
                        .param("aDay", MOST_A_DAY)
                        .update()
                == 1;
    }

    Optional<UserId> owner(VirtualServerId virtualServer, UUID id) {
        return jdbc.sql("select user_id from mail_code where virtual_server_id = ? and id = ? and user_id is not null")
                .params(virtualServer.value(), id)
                .query((row, number) -> new UserId(row.getObject(1, UUID.class)))
                .optional();
    }

    /** Charges a try before anything is looked at; nothing when none is left. */
    Optional<Charged> charge(VirtualServerId virtualServer, UUID id, Instant now) {
        return jdbc.sql("""
                        update mail_code set failures = failures + 1
                        where virtual_server_id = ? and id = ? and failures < ? and confirmed_at is null and expires_at > ?
                        returning user_id, failures
                        """)
                .params(virtualServer.value(), id, MailCodes.MOST_FAILURES, at(now))
                .query((row, number) -> {
                    UUID user = row.getObject("user_id", UUID.class);
                    return new Charged(user == null ? null : new UserId(user), row.getInt("failures"));
                })
                .optional();
    }

    /** Uses a code up; whoever changes the row has used it. */
    boolean confirm(VirtualServerId virtualServer, UUID id, Instant now) {
        return jdbc.sql("""
                        update mail_code set confirmed_at = ?
                        where virtual_server_id = ? and id = ? and confirmed_at is null
                        """).params(at(now), virtualServer.value(), id).update() == 1;
    }

    void forgetBefore(Instant moment) {
        jdbc.sql("delete from mail_code where created_at < ?").param(at(moment)).update();
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
