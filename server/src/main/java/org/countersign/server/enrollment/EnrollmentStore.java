package org.countersign.server.enrollment;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.ProvisioningTaskId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.Token;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of enrollments. */
@Component
class EnrollmentStore {
    /** Begins kept of one enrollment: an app that starts over again and again fills no table. */
    private static final int MOST_BEGINS = 8;

    private final JdbcClient jdbc;

    EnrollmentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Lets one transaction at a time give enrollments to these users; call it before anything else is locked. */
    void lockUsers(Collection<UserId> users) {
        users.stream()
                .map(user -> user.value().toString())
                .sorted(Comparator.naturalOrder())
                .forEach(user -> jdbc.sql("select 1 from pg_advisory_xact_lock(hashtextextended(?, 0))")
                        .param("enrollment of user " + user)
                        .query(Integer.class)
                        .single());
    }

    void insert(
            EnrollmentId id,
            Token token,
            @Nullable ProvisioningTaskId task,
            UUID signingKey,
            byte[] secretHash,
            byte[] typedHash,
            SecondProof secondProof,
            Instant now,
            Instant expiresAt) {
        jdbc.sql("""
                insert into enrollment (id, virtual_server_id, task_id, user_id, token_id, signing_key_id, secret_hash,
                                        typed_hash, second_proof, state, expires_at, created_at)
                values (:id, :virtualServer, :task, :user, :token, :key, :secretHash, :typedHash, :secondProof, 'OPEN',
                        :expiresAt, :now)
                """)
                .param("id", id.value())
                .param("virtualServer", token.virtualServer().value())
                .param("task", task == null ? null : task.value())
                .param("user", token.owner().orElseThrow().value())
                .param("token", token.id().value())
                .param("key", signingKey)
                .param("secretHash", secretHash)
                .param("typedHash", typedHash)
                .param("secondProof", secondProof.name())
                .param("expiresAt", at(expiresAt))
                .param("now", at(now))
                .update();
    }

    /** Returns the virtual server that an enrollment is of, whichever it is. */
    Optional<VirtualServerId> home(EnrollmentId id) {
        return jdbc.sql("select virtual_server_id from enrollment_home where id = ?")
                .param(id.value())
                .query((row, number) -> new VirtualServerId(row.getObject(1, UUID.class)))
                .optional();
    }

    Optional<EnrollmentRow> find(EnrollmentId id) {
        return one("select * from enrollment where id = ?", id.value());
    }

    /** Finds an enrollment and keeps others from changing it until the transaction ends. */
    Optional<EnrollmentRow> lock(EnrollmentId id) {
        return one("select * from enrollment where id = ? for update", id.value());
    }

    /** Finds the enrollment that bound the device which now holds this token. */
    Optional<EnrollmentRow> lastTaken(TokenId token) {
        return one("""
                select * from enrollment where token_id = ? and claimed_begin is not null
                order by created_at desc, id limit 1
                """, token.value());
    }

    Optional<EnrollmentRow> completedBy(byte[] activationHash) {
        return one("select * from enrollment where activation_hash = ? and state = 'COMPLETED'", activationHash);
    }

    Optional<BeginRow> begin(EnrollmentId id, byte[] beginHash) {
        return jdbc.sql("select * from enrollment_begin where enrollment_id = ? and begin_hash = ?")
                .params(id.value(), beginHash)
                .query((row, number) -> BeginRow.read(row))
                .optional();
    }

    /** Returns the codes of the apps that have begun, the latest first. */
    List<String> confirmCodes(EnrollmentId id) {
        return jdbc.sql("""
                        select confirm_code from enrollment_begin where enrollment_id = ? and confirm_code is not null
                        order by created_at desc, id desc
                        """).param(id.value()).query(String.class).list();
    }

    void insertBegin(
            UUID row,
            EnrollmentId id,
            byte[] begin,
            String offer,
            byte[] sealedEphemeral,
            String confirmCode,
            Instant now) {
        jdbc.sql("""
                insert into enrollment_begin (id, enrollment_id, begin_hash, begin_body, offer, sealed_ephemeral,
                                              confirm_code, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .params(row, id.value(), Sha256.of(begin), begin, offer, sealedEphemeral, confirmCode, at(now))
                .update();
        jdbc.sql("""
                delete from enrollment_begin
                where enrollment_id = :enrollment
                  and id not in (select id from enrollment_begin where enrollment_id = :enrollment
                                 order by created_at desc, id desc limit :most)
                """).param("enrollment", id.value()).param("most", MOST_BEGINS).update();
    }

    /** Binds the enrollment to one begin: whoever changes the row has it, nobody else ever will. */
    boolean claim(
            EnrollmentId id,
            byte[] beginHash,
            byte[] finishHash,
            byte[] sealedAnswer,
            String confirmCode,
            Instant now) {
        return jdbc.sql("""
                        update enrollment
                        set state = 'CLAIMED', claimed_begin = ?, finish_hash = ?, sealed_answer = ?, confirm_code = ?
                        where id = ? and state = 'OPEN' and expires_at > ?
                        """)
                        .params(beginHash, finishHash, sealedAnswer, confirmCode, id.value(), at(now))
                        .update()
                == 1;
    }

    /** Completes the enrollment and erases what it needed. */
    boolean complete(EnrollmentId id, byte[] activationHash, Instant now) {
        boolean completed = jdbc.sql("""
                        update enrollment set state = 'COMPLETED', activation_hash = ?, completed_at = ?
                        where id = ? and state = 'CLAIMED' and expires_at > ?
                        """)
                        .params(activationHash, at(now), id.value(), at(now))
                        .update()
                == 1;
        erase(id);
        return completed;
    }

    /** Counts a failure and ends the enrollment with the last one; returns the failures so far, or nothing when over. */
    Optional<Integer> fail(EnrollmentId id) {
        Optional<Integer> failures = jdbc.sql("""
                        update enrollment
                        set failures = failures + 1, state = case when failures + 1 >= :most then 'FAILED' else state end
                        where id = :id and state in ('OPEN', 'CLAIMED')
                        returning failures
                        """)
                .param("id", id.value())
                .param("most", EnrollmentRow.MOST_FAILURES)
                .query(Integer.class)
                .optional();
        failures.filter(count -> count >= EnrollmentRow.MOST_FAILURES).ifPresent(last -> erase(id));
        return failures;
    }

    /** Charges a try before it is looked at; nothing when none is left. */
    Optional<Integer> charge(EnrollmentId id) {
        return jdbc.sql("""
                        update enrollment set failures = failures + 1
                        where id = ? and state = 'CLAIMED' and failures < ? returning failures
                        """)
                .params(id.value(), EnrollmentRow.MOST_FAILURES)
                .query(Integer.class)
                .optional();
    }

    /** Takes back the charge of a try that was not looked at. */
    void refund(EnrollmentId id) {
        jdbc.sql("update enrollment set failures = failures - 1 where id = ? and state = 'CLAIMED' and failures > 0")
                .param(id.value())
                .update();
    }

    /** Ends an enrollment whose last try has failed. */
    void endWhenSpent(EnrollmentId id) {
        int rows = jdbc.sql(
                        "update enrollment set state = 'FAILED' where id = ? and state = 'CLAIMED' and failures >= ?")
                .params(id.value(), EnrollmentRow.MOST_FAILURES)
                .update();
        if (rows == 1) {
            erase(id);
        }
    }

    /** Revokes what these users have open; returns what was. */
    List<EnrollmentRow> revokeOpen(Collection<UserId> users) {
        List<EnrollmentRow> revoked = jdbc.sql("""
                        update enrollment set state = 'REVOKED'
                        where user_id = any(?) and state in ('OPEN', 'CLAIMED') returning *
                        """)
                .param(users.stream().map(UserId::value).toArray(UUID[]::new))
                .query((row, number) -> EnrollmentRow.read(row))
                .list();
        revoked.forEach(row -> erase(row.id));
        return revoked;
    }

    int countOpen(VirtualServerId virtualServer, UserId user) {
        return jdbc.sql("""
                        select count(*) from enrollment
                        where virtual_server_id = ? and user_id = ? and state in ('OPEN', 'CLAIMED')
                        """)
                .params(virtualServer.value(), user.value())
                .query(Integer.class)
                .single();
    }

    /** Revokes what is open for this token; returns what was. */
    List<EnrollmentRow> revokeOpen(TokenId token) {
        List<EnrollmentRow> revoked = jdbc.sql("""
                        update enrollment set state = 'REVOKED'
                        where token_id = ? and state in ('OPEN', 'CLAIMED') returning *
                        """)
                .param(token.value())
                .query((row, number) -> EnrollmentRow.read(row))
                .list();
        revoked.forEach(row -> erase(row.id));
        return revoked;
    }

    Optional<EnrollmentRow> revoke(VirtualServerId virtualServer, EnrollmentId id) {
        Optional<EnrollmentRow> revoked = jdbc.sql("""
                        update enrollment set state = 'REVOKED'
                        where virtual_server_id = ? and id = ? and state in ('OPEN', 'CLAIMED') returning *
                        """)
                .params(virtualServer.value(), id.value())
                .query((row, number) -> EnrollmentRow.read(row))
                .optional();
        revoked.ifPresent(row -> erase(row.id));
        return revoked;
    }

    /** Notes that somebody else used the string; true for the first time only. */
    boolean contest(EnrollmentId id, Instant now) {
        return jdbc.sql("update enrollment set contested_at = ? where id = ? and contested_at is null")
                        .params(at(now), id.value())
                        .update()
                == 1;
    }

    private void erase(EnrollmentId id) {
        jdbc.sql("update enrollment set sealed_answer = null where id = ?")
                .param(id.value())
                .update();
        jdbc.sql("update enrollment_begin set sealed_ephemeral = null where enrollment_id = ?")
                .param(id.value())
                .update();
    }

    private Optional<EnrollmentRow> one(String sql, Object parameter) {
        return jdbc.sql(sql)
                .param(parameter)
                .query((row, number) -> EnrollmentRow.read(row))
                .optional();
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
