package org.countersign.server.tokens;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of what people do with tokens of their own. */
@Component
class OwnTokenStore {
    private static final String OWN = " where virtual_server_id = :virtualServer and id = :id and user_id = :user ";

    private final JdbcClient jdbc;

    OwnTokenStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Token> rename(VirtualServerId virtualServer, UserId user, TokenId token, String name) {
        return one(
                jdbc.sql("update token set name = :name" + OWN
                                + "and state in ('ACTIVE', 'SUSPENDED', 'LOCKED') returning *")
                        .param("name", name),
                virtualServer,
                user,
                token);
    }

    /** Whoever else changes the state later takes lost_at away: then it is no longer the user's to take back. */
    Optional<Token> suspendLost(VirtualServerId virtualServer, UserId user, TokenId token, Instant now) {
        return one(
                jdbc.sql("update token set state = 'SUSPENDED', lost_at = :now" + OWN
                                + "and state = 'ACTIVE' returning *")
                        .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC)),
                virtualServer,
                user,
                token);
    }

    Optional<Token> resumeFound(VirtualServerId virtualServer, UserId user, TokenId token) {
        return one(
                jdbc.sql("update token set state = 'ACTIVE'" + OWN
                        + "and state = 'SUSPENDED' and lost_at is not null returning *"),
                virtualServer,
                user,
                token);
    }

    boolean isLost(VirtualServerId virtualServer, TokenId token) {
        return jdbc.sql("""
                        select exists (select from token where virtual_server_id = ? and id = ? and state = 'SUSPENDED'
                                                           and lost_at is not null)
                        """)
                .params(virtualServer.value(), token.value())
                .query(Boolean.class)
                .single();
    }

    private static Optional<Token> one(
            JdbcClient.StatementSpec statement, VirtualServerId virtualServer, UserId user, TokenId token) {
        return statement
                .param("virtualServer", virtualServer.value())
                .param("id", token.value())
                .param("user", user.value())
                .query((row, number) -> TokenRow.read(row))
                .optional();
    }
}
