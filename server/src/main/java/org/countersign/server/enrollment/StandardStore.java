package org.countersign.server.enrollment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.Token;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of enrolling standard authenticator apps. */
@Component
class StandardStore {
    private final JdbcClient jdbc;

    StandardStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One enrollment. */
    static final class Row {
        final EnrollmentId id;
        final VirtualServerId virtualServer;
        final UserId user;
        final TokenId token;
        final int tokenActs;
        final String state;
        final Instant expiresAt;

        private Row(ResultSet row) throws SQLException {
            id = new EnrollmentId(row.getObject("id", UUID.class));
            virtualServer = new VirtualServerId(row.getObject("virtual_server_id", UUID.class));
            user = new UserId(row.getObject("user_id", UUID.class));
            token = new TokenId(row.getObject("token_id", UUID.class));
            tokenActs = row.getInt("token_acts");
            state = row.getString("state");
            expiresAt = row.getObject("expires_at", OffsetDateTime.class).toInstant();
        }
    }

    void insert(EnrollmentId id, Token token, UserId user, Instant now, Instant expiresAt) {
        jdbc.sql("""
                insert into standard_enrollment (id, virtual_server_id, user_id, token_id, token_acts, state, expires_at,
                                                 created_at)
                values (?, ?, ?, ?, ?, 'OPEN', ?, ?)
                """)
                .params(
                        id.value(),
                        token.virtualServer().value(),
                        user.value(),
                        token.id().value(),
                        token.standing().acts(),
                        TaskMemberStore.at(expiresAt),
                        TaskMemberStore.at(now))
                .update();
    }

    void revokeOpen(VirtualServerId virtualServer, UserId user) {
        jdbc.sql("""
                update standard_enrollment set state = 'REVOKED'
                where virtual_server_id = ? and user_id = ? and state in ('OPEN', 'SHOWN')
                """).params(virtualServer.value(), user.value()).update();
    }

    Optional<Row> find(VirtualServerId virtualServer, EnrollmentId id) {
        return jdbc.sql("select * from standard_enrollment where virtual_server_id = ? and id = ?")
                .params(virtualServer.value(), id.value())
                .query((row, number) -> new Row(row))
                .optional();
    }

    /** Counts a try in this state before it is looked at; nothing when there is none left. */
    Optional<Integer> charge(Row row, String state, int most) {
        return jdbc.sql("""
                        update standard_enrollment set failures = failures + 1
                        where virtual_server_id = ? and id = ? and state = ? and failures < ? returning failures
                        """)
                .params(row.virtualServer.value(), row.id.value(), state, most)
                .query(Integer.class)
                .optional();
    }

    void refund(Row row) {
        jdbc.sql("""
                update standard_enrollment set failures = failures - 1
                where virtual_server_id = ? and id = ? and failures > 0
                """).params(row.virtualServer.value(), row.id.value()).update();
    }

    /** Ends it; whoever changes the row has ended it. */
    boolean fail(Row row) {
        return jdbc.sql("""
                        update standard_enrollment set state = 'FAILED'
                        where virtual_server_id = ? and id = ? and state in ('OPEN', 'SHOWN')
                        """).params(row.virtualServer.value(), row.id.value()).update() == 1;
    }

    /** Shows it: whoever changes the row shows the seed, nobody else ever will. */
    boolean show(Row row, Instant now) {
        return jdbc.sql("""
                        update standard_enrollment set state = 'SHOWN', failures = 0
                        where virtual_server_id = ? and id = ? and state = 'OPEN' and expires_at > ?
                        """)
                        .params(row.virtualServer.value(), row.id.value(), TaskMemberStore.at(now))
                        .update()
                == 1;
    }

    boolean complete(Row row, Instant now) {
        return jdbc.sql("""
                        update standard_enrollment set state = 'COMPLETED', completed_at = ?
                        where virtual_server_id = ? and id = ? and state = 'SHOWN' and expires_at > ?
                        """)
                        .params(
                                TaskMemberStore.at(now),
                                row.virtualServer.value(),
                                row.id.value(),
                                TaskMemberStore.at(now))
                        .update()
                == 1;
    }

    /** Ends those whose time is over, also those that failed: what they held comes back. Returns them. */
    List<Row> endExpired(Instant now) {
        return jdbc.sql("""
                        update standard_enrollment set state = 'REVOKED'
                        where state in ('OPEN', 'SHOWN', 'FAILED') and expires_at <= ? returning *
                        """)
                .param(TaskMemberStore.at(now))
                .query((row, number) -> new Row(row))
                .list();
    }
}
