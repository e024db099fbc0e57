package org.countersign.server.tokens;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.countersign.otp.OcraSuite;
import org.countersign.server.kernel.ChallengeId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.Users;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of challenges. */
@Component
class ChallengeStore {
    private static final String TARGET = """
            select id, user_id, suite from token
            where virtual_server_id = :virtualServer and state = 'ACTIVE' and mode = 'OCRA'
              and (cast(:serial as text) is null or serial = :serial)
            """;

    private static final String LATEST = " order by activated_at desc, serial desc limit 1";

    private final JdbcClient jdbc;

    ChallengeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A token that can be asked. */
    record Target(TokenId token, UserId user, OcraSuite suite) {}

    /**
     * A challenge that is being answered.
     *
     * @param token whose answer counts, or nobody's
     */
    record Taken(@Nullable TokenId token, String question, Instant askedAt) {}

    Optional<Target> target(VirtualServerId virtualServer, UserId user, @Nullable String serial) {
        return jdbc.sql(TARGET + " and user_id = :user" + LATEST)
                .param("user", user.value())
                .param("virtualServer", virtualServer.value())
                .param("serial", serial)
                .query((row, number) -> target(row))
                .optional();
    }

    Optional<Target> target(VirtualServerId virtualServer, String userName, @Nullable String serial) {
        return jdbc.sql(TARGET + """
                         and user_id = (select id from active_user
                                        where virtual_server_id = :virtualServer and name = lower(:userName))
                        """ + LATEST)
                .param("userName", Users.searchable(userName))
                .param("virtualServer", virtualServer.value())
                .param("serial", serial)
                .query((row, number) -> target(row))
                .optional();
    }

    void insert(Challenges.Request request, Challenge challenge, Instant now) {
        TokenId token = challenge.token();
        jdbc.sql("""
                insert into challenge (id, virtual_server_id, token_id, requester, question, created_at, expires_at)
                values (:id, :virtualServer, :token, :requester, :question, :now, :expires)
                """)
                .param("id", challenge.id().value())
                .param("virtualServer", request.virtualServer().value())
                .param("token", token == null ? null : token.value())
                .param("requester", request.requester())
                .param("question", challenge.question())
                .param("now", at(now))
                .param("expires", at(challenge.expiresAt()))
                .update();
    }

    Optional<Challenge> open(VirtualServerId virtualServer, String requester, Instant now) {
        return jdbc.sql("""
                        select id, token_id, question, expires_at from challenge
                        where virtual_server_id = ? and requester = ? and answered_at is null and expires_at > ?
                        order by created_at desc limit 1
                        """)
                .params(virtualServer.value(), requester, at(now))
                .query((row, number) -> new Challenge(
                        new ChallengeId(row.getObject("id", UUID.class)),
                        token(row),
                        row.getString("question"),
                        row.getObject("expires_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    /** Takes a challenge to answer it: whoever changes the row may, nobody else ever will. */
    Optional<Taken> take(VirtualServerId virtualServer, String requester, ChallengeId id, Instant now) {
        return jdbc.sql("""
                        update challenge set answered_at = :now
                        where id = :id and virtual_server_id = :virtualServer and requester = :requester
                          and answered_at is null and expires_at > :now
                        returning token_id, question, created_at
                        """)
                .param("id", id.value())
                .param("virtualServer", virtualServer.value())
                .param("requester", requester)
                .param("now", at(now))
                .query((row, number) -> taken(row))
                .optional();
    }

    /** Returns for the record why a challenge could not be taken. */
    String whyOver(VirtualServerId virtualServer, String requester, ChallengeId id) {
        return jdbc.sql("""
                        select case when answered_at is null then 'challenge expired' else 'challenge answered before' end
                        from challenge where id = ? and virtual_server_id = ? and requester = ?
                        """)
                .params(id.value(), virtualServer.value(), requester)
                .query(String.class)
                .optional()
                .orElse("no such challenge");
    }

    /** Deletes challenges older than {@code moment}. */
    void forgetBefore(Instant moment) {
        jdbc.sql("delete from challenge where created_at < ?").param(at(moment)).update();
    }

    private static Target target(ResultSet row) throws SQLException {
        return new Target(
                new TokenId(row.getObject("id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)),
                OcraSuite.parse(row.getString("suite")));
    }

    static Taken taken(ResultSet row) throws SQLException {
        return new Taken(
                token(row),
                row.getString("question"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static @Nullable TokenId token(ResultSet row) throws SQLException {
        UUID token = row.getObject("token_id", UUID.class);
        return token == null ? null : new TokenId(token);
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
