package org.countersign.server.selfservice;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
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
    /** Codes for one name, whether or not it has an account, and to one mailbox: enough for a mail that went astray. */
    static final int MOST_AT_ONCE = 3;

    private static final Duration AT_ONCE = Duration.ofMinutes(10);
    private static final int MOST_A_DAY = 10;

    /** Codes asked for by one network, whatever the names: an office behind one address on its first day stays below. */
    static final int MOST_FROM_ONE_NETWORK = 100;

    private final JdbcClient jdbc;

    MailCodeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A code whose try has been charged. */
    record Charged(@Nullable UserId user, int failures) {}

    /** Opens a code, unless its name or its network has had enough of them. The statements are the same for every name. */
    boolean open(
            UUID id,
            VirtualServerId virtualServer,
            byte[] subject,
            String userName,
            MailCodes.Purpose purpose,
            String network,
            Instant now,
            Instant expiresAt) {
        oneAtATime("mail code " + HexFormat.of().formatHex(subject));
        oneAtATime("mail codes from " + network);
        return jdbc.sql("""
                        insert into mail_code (id, virtual_server_id, subject, user_id, purpose, network, created_at, expires_at)
                        select :id, :virtualServer, :subject,
                               (select id from active_user where virtual_server_id = :virtualServer and name = lower(:name)),
                               :purpose, :network, :now, :expires
                        where (select count(*) from mail_code
                               where virtual_server_id = :virtualServer and subject = :subject and created_at > :lately)
                              < :atOnce
                          and (select count(*) from mail_code
                               where virtual_server_id = :virtualServer and subject = :subject and created_at > :today)
                              < :aDay
                          and (select count(*) from mail_code
                               where virtual_server_id = :virtualServer and network = :network and created_at > :lately)
                              < :fromOneNetwork
                        """)
                        .param("id", id)
                        .param("virtualServer", virtualServer.value())
                        .param("subject", subject)
                        .param("name", Users.searchable(userName.strip()))
                        .param("purpose", purpose.name())
                        .param("network", network)
                        .param("fromOneNetwork", MOST_FROM_ONE_NETWORK)
                        .param("now", at(now))
                        .param("expires", at(expiresAt))
                        .param("lately", at(now.minus(AT_ONCE)))
                        .param("atOnce", MOST_AT_ONCE)
                        .param("today", at(now.minus(Duration.ofDays(1))))
                        .param("aDay", MOST_A_DAY)
                        .update()
                == 1;
    }

    /**
     * Charges a mailbox for a code before it is mailed; false when it has had enough, whoever asked under whatever names. Several
     * accounts may share an address, and one account may be found by several spellings.
     */
    boolean chargeMailbox(VirtualServerId virtualServer, UUID id, byte[] mailbox, Instant now) {
        oneAtATime("mail codes to " + HexFormat.of().formatHex(mailbox));
        return jdbc.sql("""
                        update mail_code set mailbox = :mailbox
                        where virtual_server_id = :virtualServer and id = :id and mailbox is null
                          and (select count(*) from mail_code
                               where virtual_server_id = :virtualServer and mailbox = :mailbox and created_at > :lately)
                              < :atOnce
                          and (select count(*) from mail_code
                               where virtual_server_id = :virtualServer and mailbox = :mailbox and created_at > :today)
                              < :aDay
                        """)
                        .param("mailbox", mailbox)
                        .param("virtualServer", virtualServer.value())
                        .param("id", id)
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

    /** Keeps transactions with the same words behind one another, so that none counts what another is about to add. */
    private void oneAtATime(String words) {
        jdbc.sql("select 1 from pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param(words)
                .query(Integer.class)
                .single();
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
