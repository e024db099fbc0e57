package org.countersign.server.users;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of wrong passwords by name. */
@Component
class PasswordLockStore {
    private final JdbcClient jdbc;

    PasswordLockStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Charges one try to a name.
     *
     * @return the tries in a row so far with this one, or nothing when the name pauses: nothing may be looked at
     */
    Optional<Integer> charge(
            VirtualServerId virtualServer, byte[] subject, int threshold, Duration pause, Instant now) {
        return jdbc.sql("""
                        insert into password_lock as lock (virtual_server_id, subject, failures, locked_until, last_at)
                        values (:virtualServer, :subject, 1, case when :threshold <= 1 then :until end, :now)
                        on conflict (virtual_server_id, subject) do update
                        set failures = case when lock.last_at < :forgotten then 1 else lock.failures + 1 end,
                            locked_until = case
                                when lock.last_at >= :forgotten and (lock.failures + 1) % :threshold = 0 then :until
                                when :threshold <= 1 then :until end,
                            last_at = :now
                        where lock.locked_until is null or lock.locked_until <= :now
                        returning failures
                        """)
                .param("virtualServer", virtualServer.value())
                .param("subject", subject)
                .param("threshold", threshold)
                .param("until", at(now.plus(pause)))
                .param("forgotten", at(now.minus(pause.multipliedBy(4))))
                .param("now", at(now))
                .query(Integer.class)
                .optional();
    }

    Instant pausedUntil(VirtualServerId virtualServer, byte[] subject) {
        return jdbc.sql("select locked_until from password_lock where virtual_server_id = ? and subject = ?")
                .params(virtualServer.value(), subject)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    Optional<Instant> find(VirtualServerId virtualServer, byte[] subject) {
        return jdbc.sql("""
                        select locked_until from password_lock
                        where virtual_server_id = ? and subject = ? and locked_until is not null
                        """)
                .params(virtualServer.value(), subject)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    void clear(VirtualServerId virtualServer, byte[] subject) {
        jdbc.sql("delete from password_lock where virtual_server_id = ? and subject = ?")
                .params(virtualServer.value(), subject)
                .update();
    }

    int forgetOlderThan(Instant moment) {
        return jdbc.sql("delete from password_lock where last_at < ?")
                .param(at(moment))
                .update();
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
