package org.countersign.server.recovery;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of temporary passcodes. */
@Component
class TemporaryPasscodeStore {
    private final JdbcClient jdbc;

    TemporaryPasscodeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Gives one in the place of the one before, unless there were enough today. */
    boolean give(
            UUID id,
            VirtualServerId virtualServer,
            UserId user,
            byte[] hash,
            boolean once,
            Instant now,
            Instant expiresAt) {
        jdbc.sql("select 1 from pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param("temporary passcode of " + user)
                .query(Integer.class)
                .single();
        int today = jdbc.sql("""
                        select count(*) from temporary_passcode
                        where virtual_server_id = ? and user_id = ? and created_at > ?
                        """)
                .params(virtualServer.value(), user.value(), at(now.minus(Duration.ofDays(1))))
                .query(Integer.class)
                .single();
        if (today >= TemporaryPasscodes.MOST_A_DAY) {
            return false;
        }
        end(virtualServer, user, now);
        jdbc.sql("""
                insert into temporary_passcode (id, virtual_server_id, user_id, code_hash, once, created_at, expires_at)
                values (?, ?, ?, ?, ?, ?, ?)
                """)
                .params(id, virtualServer.value(), user.value(), hash, once, at(now), at(expiresAt))
                .update();
        return true;
    }

    /** Ends what a user has; returns whether it was still good. */
    boolean end(VirtualServerId virtualServer, UserId user, Instant now) {
        return jdbc.sql("""
                        update temporary_passcode set ended_at = :now
                        where virtual_server_id = :virtualServer and user_id = :user and ended_at is null
                        returning expires_at > :now
                        """)
                .param("now", at(now))
                .param("virtualServer", virtualServer.value())
                .param("user", user.value())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** Returns until when the one that a user has is good. */
    Optional<Instant> goodUntil(VirtualServerId virtualServer, UserId user, Instant now) {
        return jdbc.sql("""
                        select expires_at from temporary_passcode
                        where virtual_server_id = ? and user_id = ? and ended_at is null and expires_at > ? and failures < ?
                        """)
                .params(virtualServer.value(), user.value(), at(now), TemporaryPasscodes.MOST_FAILURES)
                .query((row, number) ->
                        row.getObject("expires_at", OffsetDateTime.class).toInstant())
                .optional();
    }

    /** Charges a try before anything is looked at and returns the hash to compare; nothing when there is none, or no try left. */
    Optional<byte[]> charge(VirtualServerId virtualServer, UserId user, Instant now) {
        return jdbc.sql("""
                        update temporary_passcode set failures = failures + 1
                        where virtual_server_id = ? and user_id = ? and ended_at is null and expires_at > ? and failures < ?
                        returning code_hash
                        """)
                .params(virtualServer.value(), user.value(), at(now), TemporaryPasscodes.MOST_FAILURES)
                .query((row, number) -> row.getBytes(1))
                .optional();
    }

    /** Counts a use and takes back its charge; one that is good once ends with it: whoever changes the row has used it. */
    boolean use(VirtualServerId virtualServer, UserId user, Instant now) {
        return jdbc.sql("""
                        update temporary_passcode
                        set uses = uses + 1, failures = failures - 1, ended_at = case when once then :now::timestamptz end
                        where virtual_server_id = :virtualServer and user_id = :user and ended_at is null
                          and expires_at > :now
                        """)
                        .param("now", at(now))
                        .param("virtualServer", virtualServer.value())
                        .param("user", user.value())
                        .update()
                == 1;
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
