package org.countersign.server.selfservice;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of authenticators that people add by themselves. */
@Component
class SelfEnrollmentStore {
    private static final int AT_A_TIME = 100;

    private final JdbcClient jdbc;

    SelfEnrollmentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Writes it down; of two begun at once the later one counts, as it does for the enrollment itself. */
    void insert(SelfEnrollment begun, Instant now) {
        jdbc.sql("update self_enrollment set state = 'UNDONE', ended_at = ? where user_id = ? and state = 'OPEN'")
                .params(at(now), begun.user().value())
                .update();
        jdbc.sql("""
                insert into self_enrollment (id, virtual_server_id, user_id, enrollment_id, token_id, replaces_token_id,
                                             state, created_at, expires_at)
                values (:id, :virtualServer, :user, :enrollment, :token, :replaces, 'OPEN', :now, :expires)
                """)
                .param("id", begun.id())
                .param("virtualServer", begun.virtualServer().value())
                .param("user", begun.user().value())
                .param("enrollment", begun.enrollment().value())
                .param("token", begun.token().value())
                .param(
                        "replaces",
                        begun.replaces() == null ? null : begun.replaces().value())
                .param("now", at(now))
                .param("expires", at(begun.expiresAt()))
                .update();
    }

    Optional<SelfEnrollment> open(VirtualServerId virtualServer, UserId user) {
        return jdbc.sql("select * from self_enrollment where virtual_server_id = ? and user_id = ? and state = 'OPEN'")
                .params(virtualServer.value(), user.value())
                .query((row, number) -> read(row))
                .optional();
    }

    /** Ends it; whoever changes the row has ended it. */
    boolean end(UUID id, String state, Instant now) {
        return jdbc.sql("update self_enrollment set state = ?, ended_at = ? where id = ? and state = 'OPEN'")
                        .params(state, at(now), id)
                        .update()
                == 1;
    }

    List<SelfEnrollment> due(Instant now) {
        return jdbc.sql("select * from self_enrollment where state = 'OPEN' and expires_at <= ? limit ?")
                .params(at(now), AT_A_TIME)
                .query((row, number) -> read(row))
                .list();
    }

    private static SelfEnrollment read(ResultSet row) throws SQLException {
        UUID replaces = row.getObject("replaces_token_id", UUID.class);
        return new SelfEnrollment(
                row.getObject("id", UUID.class),
                new VirtualServerId(row.getObject("virtual_server_id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)),
                new EnrollmentId(row.getObject("enrollment_id", UUID.class)),
                new TokenId(row.getObject("token_id", UUID.class)),
                replaces == null ? null : new TokenId(replaces),
                row.getObject("expires_at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
