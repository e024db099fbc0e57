package org.countersign.server.notification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of the outbox. */
@Component
class OutboxStore {
    private final JdbcClient jdbc;

    OutboxStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A message one dispatcher has taken for one attempt. */
    static final class Claimed {
        final UUID id;
        final VirtualServerId virtualServer;
        final byte[] sealedPayload;
        final int attempt;
        final Instant expiresAt;

        private Claimed(ResultSet row) throws SQLException {
            id = row.getObject("id", UUID.class);
            virtualServer = new VirtualServerId(row.getObject("virtual_server_id", UUID.class));
            sealedPayload = row.getBytes("sealed_payload");
            attempt = row.getInt("attempts");
            expiresAt = row.getObject("expires_at", OffsetDateTime.class).toInstant();
        }
    }

    void insert(
            UUID id,
            VirtualServerId virtualServer,
            Channel channel,
            byte[] sealedPayload,
            Instant now,
            Instant expiresAt) {
        jdbc.sql("""
                insert into outbox_message (id, virtual_server_id, channel, sealed_payload, state, next_attempt_at,
                                            expires_at, created_at)
                values (:id, :virtualServer, :channel, :payload, 'WAITING', :now, :expiresAt, :now)
                """)
                .param("id", id)
                .param("virtualServer", virtualServer.value())
                .param("channel", channel.name())
                .param("payload", sealedPayload)
                .param("now", at(now))
                .param("expiresAt", at(expiresAt))
                .update();
    }

    /**
     * Takes the message that is due longest. Nobody else sees it before {@code leaseEnd}, unless this attempt fails
     * earlier; no connection is held while it travels.
     */
    Optional<Claimed> claim(Channel channel, Instant now, Instant leaseEnd) {
        return jdbc.sql("""
                        update outbox_message
                        set attempts = attempts + 1, next_attempt_at = :leaseEnd
                        where id = (select id from outbox_message
                                    where state = 'WAITING' and channel = :channel and next_attempt_at <= :now
                                    order by next_attempt_at limit 1 for update skip locked)
                        returning *
                        """)
                .param("channel", channel.name())
                .param("now", at(now))
                .param("leaseEnd", at(leaseEnd))
                .query((row, number) -> new Claimed(row))
                .optional();
    }

    /** Ends a message and erases it; false when another attempt has taken over or ended it. */
    boolean end(Claimed claimed, String state, Instant now) {
        return jdbc.sql("""
                        update outbox_message set state = ?, sealed_payload = null, ended_at = ?
                        where id = ? and state = 'WAITING' and attempts = ?
                        """).params(state, at(now), claimed.id, claimed.attempt).update() == 1;
    }

    void tryAgain(Claimed claimed, Instant when) {
        jdbc.sql("update outbox_message set next_attempt_at = ? where id = ? and state = 'WAITING' and attempts = ?")
                .params(at(when), claimed.id, claimed.attempt)
                .update();
    }

    /** Deletes messages that are over and older than {@code moment}. */
    void forgetBefore(Instant moment) {
        jdbc.sql("delete from outbox_message where state <> 'WAITING' and created_at < ?")
                .param(at(moment))
                .update();
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
