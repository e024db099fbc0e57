package org.countersign.server.enrollment;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of enrollments whose time ran out. */
@Component
class OverdueStore {
    private final JdbcClient jdbc;

    OverdueStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<OverdueEnrollments.Overdue> overdue(
            VirtualServerId virtualServer,
            Instant since,
            Instant now,
            OverdueEnrollments.@Nullable Position after,
            int limit) {
        return jdbc.sql("""
                        select id, user_id, token_id, expires_at from enrollment
                        where virtual_server_id = :virtualServer and state in ('OPEN', 'CLAIMED')
                          and expires_at > :since and expires_at <= :until
                          and (:id::uuid is null or expires_at < :until or id > :id::uuid)
                        order by expires_at desc, id limit :limit
                        """)
                .param("virtualServer", virtualServer.value())
                .param("since", at(since))
                .param("until", at(after == null ? now : after.expiredAt()))
                .param("id", after == null ? null : after.id().value())
                .param("limit", limit)
                .query((row, number) -> new OverdueEnrollments.Overdue(
                        new EnrollmentId(row.getObject(1, UUID.class)),
                        new UserId(row.getObject(2, UUID.class)),
                        new TokenId(row.getObject(3, UUID.class)),
                        row.getObject(4, OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Erases what enrollments needed whose time is over; returns of how many. */
    int eraseExpired(Instant now) {
        int keys = jdbc.sql("""
                        update enrollment_begin begin set sealed_ephemeral = null from enrollment
                        where enrollment.id = begin.enrollment_id and enrollment.expires_at <= ?
                          and begin.sealed_ephemeral is not null
                        """).param(at(now)).update();
        int answers = jdbc.sql(
                        "update enrollment set sealed_answer = null where expires_at <= ? and sealed_answer is not null")
                .param(at(now))
                .update();
        return keys + answers;
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
