package org.countersign.server.users;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.SignInId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of operators' sessions. Each step gives a session another key: whoever knew the one before has nothing. */
@Component
class OperatorSessionStore {
    private final JdbcClient jdbc;

    OperatorSessionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** When a session ends: unused, and in any case. */
    record Ends(Instant idleAt, Instant endsAt) {}

    void insert(
            byte[] keyHash,
            Operator operator,
            OperatorSession.Stage stage,
            @Nullable SignInId signIn,
            String next,
            Ends ends) {
        jdbc.sql("""
                insert into operator_session (key_hash, operator_id, role_id, password_mark, stage, sign_in_id, next, idle_at,
                                              ends_at)
                select :keyHash, o.id, o.role_id, sha256(convert_to(coalesce(u.password_hash, ''), 'UTF8')), :stage, cast(:signIn as uuid),
                       :next, :idleAt, :endsAt
                from operator o join user_account u on u.id = o.user_id
                where o.virtual_server_id = :virtualServer and o.id = :operator
                """)
                .param("keyHash", keyHash)
                .param("virtualServer", operator.virtualServer().value())
                .param("operator", operator.id().value())
                .param("stage", stage.name())
                .param("signIn", signIn == null ? null : signIn.value())
                .param("next", next)
                .param("idleAt", at(ends.idleAt()))
                .param("endsAt", at(ends.endsAt()))
                .update();
    }

    /** Finds a session of an operator who is what they were when it began, and keeps it from idling when it is open. */
    Optional<OperatorSession> touch(byte[] keyHash, VirtualServerId virtualServer, Instant now, Instant idleAt) {
        return jdbc.sql("""
                        update operator_session s set idle_at = case when s.stage = 'OPEN' then :idleAt else s.idle_at end
                        from operator o, user_account u, operator_role r
                        where s.key_hash = :keyHash and o.id = s.operator_id and u.id = o.user_id and r.id = o.role_id
                          and o.virtual_server_id = :virtualServer and o.state = 'ACTIVE' and u.state = 'ACTIVE'
                          and s.role_id = o.role_id
                          and s.password_mark = sha256(convert_to(coalesce(u.password_hash, ''), 'UTF8'))
                          and s.idle_at > :now and s.ends_at > :now
                        returning s.stage, s.sign_in_id, s.proven_at, s.next,
                            coalesce((select second_factor from operator_rule rule
                                      where rule.virtual_server_id = o.virtual_server_id), true) as second_factor,
                        """ + OperatorStore.COLUMNS)
                .param("keyHash", keyHash)
                .param("virtualServer", virtualServer.value())
                .param("now", at(now))
                .param("idleAt", at(idleAt))
                .query((row, number) -> session(row))
                .optional();
    }

    /** Lets a session wait for the second factor of a sign-in, under another key. */
    boolean await(byte[] oldHash, byte[] newHash, SignInId signIn, String next) {
        return jdbc.sql("""
                        update operator_session
                        set key_hash = ?, sign_in_id = ?, next = ?, stage = case stage when 'ENROLL' then 'FACTOR' else stage end
                        where key_hash = ?
                        """).params(newHash, signIn.value(), next, oldHash).update() == 1;
    }

    /** Gives a session another key. */
    boolean rekey(byte[] oldHash, byte[] newHash) {
        return jdbc.sql("update operator_session set key_hash = ? where key_hash = ?")
                        .params(newHash, oldHash)
                        .update()
                == 1;
    }

    /** Opens a session that waited for the second factor of {@code signIn}; whoever changes the row opens it. */
    boolean open(byte[] oldHash, byte[] newHash, SignInId signIn, Instant now, Ends ends) {
        return jdbc.sql("""
                        update operator_session
                        set key_hash = :newHash, sign_in_id = null, proven_at = :now, idle_at = :idleAt,
                            ends_at = case stage when 'OPEN' then ends_at else :endsAt end, stage = 'OPEN'
                        where key_hash = :oldHash and sign_in_id = :signIn and stage in ('FACTOR', 'OPEN')
                        """)
                        .param("oldHash", oldHash)
                        .param("newHash", newHash)
                        .param("signIn", signIn.value())
                        .param("now", at(now))
                        .param("idleAt", at(ends.idleAt()))
                        .param("endsAt", at(ends.endsAt()))
                        .update()
                == 1;
    }

    void delete(byte[] keyHash) {
        jdbc.sql("delete from operator_session where key_hash = ?")
                .param(keyHash)
                .update();
    }

    void forgetEndedBefore(Instant now) {
        jdbc.sql("delete from operator_session where idle_at <= :now or ends_at <= :now")
                .param("now", at(now))
                .update();
    }

    private static OperatorSession session(ResultSet row) throws SQLException {
        UUID signIn = row.getObject("sign_in_id", UUID.class);
        OffsetDateTime provenAt = row.getObject("proven_at", OffsetDateTime.class);
        return new OperatorSession(
                OperatorStore.operator(row),
                OperatorSession.Stage.valueOf(row.getString("stage")),
                signIn == null ? null : new SignInId(signIn),
                provenAt == null ? null : provenAt.toInstant(),
                row.getString("next"),
                row.getBoolean("second_factor"));
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
