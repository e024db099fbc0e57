package org.countersign.server.enrollment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.ProvisioningTaskId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of working on the users of provisioning tasks. */
@Component
class TaskMemberStore {
    private final JdbcClient jdbc;

    TaskMemberStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A user of a task whose turn it is. */
    static final class Member {
        final ProvisioningTaskId task;
        final int number;
        final VirtualServerId virtualServer;
        final UserId user;
        final Instant stopAt;
        final boolean isInvited;
        final @Nullable EnrollmentId enrollment;
        final @Nullable TokenId token;

        private Member(ResultSet row) throws SQLException {
            task = new ProvisioningTaskId(row.getObject("task_id", UUID.class));
            number = row.getInt("number");
            virtualServer = new VirtualServerId(row.getObject("virtual_server_id", UUID.class));
            user = new UserId(row.getObject("user_id", UUID.class));
            stopAt = row.getObject("stop_at", OffsetDateTime.class).toInstant();
            isInvited = row.getString("state").equals("INVITED");
            UUID link = row.getObject("enrollment_id", UUID.class);
            enrollment = link == null ? null : new EnrollmentId(link);
            UUID given = row.getObject("token_id", UUID.class);
            token = given == null ? null : new TokenId(given);
        }
    }

    void insert(ProvisioningTaskId task, VirtualServerId virtualServer, List<UserId> users) {
        jdbc.sql("""
                insert into provisioning_member (task_id, virtual_server_id, user_id, position, state)
                select :task, :virtualServer, chosen.id, chosen.position, 'WAITING'
                from unnest(:users::uuid[], :positions::integer[]) as chosen (id, position)
                """)
                .param("task", task.value())
                .param("virtualServer", virtualServer.value())
                .param("users", users.stream().map(UserId::value).toArray(UUID[]::new))
                .param(
                        "positions",
                        IntStream.rangeClosed(1, users.size()).boxed().toArray(Integer[]::new))
                .update();
        jdbc.sql("update provisioning_task set users = ? where id = ? and virtual_server_id = ?")
                .params(users.size(), task.value(), virtualServer.value())
                .update();
    }

    /** Takes some members whose mail is due, the first or another one; nobody else has them until the transaction ends. */
    List<Member> due(int limit) {
        return jdbc.sql("""
                        select member.*, task.number, task.stop_at
                        from provisioning_member member join provisioning_task task on task.id = task_id
                        where (member.state = 'WAITING' or member.remind) and task.ended_at is null
                        order by task_id, position limit ? for update of member skip locked
                        """)
                .param(limit)
                .query((row, number) -> new Member(row))
                .list();
    }

    /** Takes some members of tasks that have ended, or of this one, whose reserved tokens go back. */
    List<Member> toRelease(@Nullable ProvisioningTask ended, int limit) {
        return jdbc.sql("""
                        select member.*, task.number, task.stop_at
                        from provisioning_member member join provisioning_task task on task.id = task_id
                        where task.ended_at is not null and not task.released and member.state in ('WAITING', 'INVITED')
                          and (:ended::uuid is null or task.id = :ended::uuid)
                          and (member.state = 'WAITING' or member.remind
                               or exists (select 1 from token_progress token
                                          where token.id = member.token_id and token.user_id = member.user_id
                                            and token.state = 'ASSIGNED'))
                        order by task_id, position limit :limit for update of member skip locked
                        """)
                .param("ended", ended == null ? null : ended.id().value())
                .param("limit", limit)
                .query((row, number) -> new Member(row))
                .list();
    }

    /** Takes one user of a task. */
    Optional<Member> lock(ProvisioningTask task, VirtualServerId virtualServer, UserId user) {
        return jdbc.sql("""
                        select member.*, task.number, task.stop_at
                        from provisioning_member member join provisioning_task task on task.id = task_id
                        where member.task_id = ? and member.virtual_server_id = ? and member.user_id = ?
                          and member.state in ('WAITING', 'INVITED')
                        for update of member
                        """)
                .params(task.id().value(), virtualServer.value(), user.value())
                .query((row, number) -> new Member(row))
                .optional();
    }

    /** Notes that the mail was written. */
    void invited(ProvisioningTaskId task, Issuing.Issued issued, String mail, UUID message, Instant now) {
        jdbc.sql("""
                update provisioning_member
                set reminders = reminders + case when state = 'INVITED' then 1 else 0 end, state = 'INVITED',
                    remind = false, mail = :mail, message_id = :message, enrollment_id = :enrollment, token_id = :token,
                    mailed_at = :now, refused_because = null
                where task_id = :task and user_id = :user and virtual_server_id = :virtualServer
                """)
                .param("mail", mail)
                .param("message", message)
                .param("enrollment", issued.enrollment().value())
                .param("token", issued.token().id().value())
                .param("now", at(now))
                .param("task", task.value())
                .param("user", issued.user().id().value())
                .param("virtualServer", issued.user().virtualServer().value())
                .update();
    }

    void leaveOut(Member member, String because) {
        end(member, "REFUSED", because);
    }

    void remove(Member member) {
        end(member, "REMOVED", null);
    }

    private void end(Member member, String state, @Nullable String because) {
        jdbc.sql("""
                update provisioning_member set state = :state, refused_because = :because, remind = false
                where task_id = :task and user_id = :user and virtual_server_id = :virtualServer
                """)
                .param("state", state)
                .param("because", because)
                .param("task", member.task.value())
                .param("user", member.user.value())
                .param("virtualServer", member.virtualServer.value())
                .update();
    }

    /** The member has nothing to give back any more. */
    void letGo(Member member) {
        jdbc.sql("""
                update provisioning_member set token_id = null, remind = false
                where task_id = ? and user_id = ? and virtual_server_id = ?
                """)
                .params(member.task.value(), member.user.value(), member.virtualServer.value())
                .update();
    }

    void notRemind(Member member) {
        jdbc.sql(
                        "update provisioning_member set remind = false where task_id = ? and user_id = ? and virtual_server_id = ?")
                .params(member.task.value(), member.user.value(), member.virtualServer.value())
                .update();
    }

    /** Marks those who have not enrolled and were mailed before {@code before}; of one user or of all. Returns how many. */
    int remind(ProvisioningTask task, VirtualServerId virtualServer, @Nullable UserId user, Instant before) {
        return jdbc.sql("""
                        update provisioning_member member set remind = true
                        where member.task_id = :task and member.virtual_server_id = :virtualServer
                          and (:user::uuid is null or member.user_id = :user::uuid)
                          and member.state = 'INVITED' and not member.remind and member.mailed_at < :before
                          and not exists (select 1 from token_progress token
                                          where token.id = member.token_id and token.user_id = member.user_id
                                            and token.enrolled)
                        """)
                .param("task", task.id().value())
                .param("virtualServer", virtualServer.value())
                .param("user", user == null ? null : user.value())
                .param("before", at(before))
                .update();
    }

    /** Says whether a user has enrolled the token that the task gave them, by whichever way. */
    boolean isEnrolled(Member member) {
        return jdbc.sql("""
                        select exists (select 1 from token_progress
                                       where virtual_server_id = :virtualServer and id = :token and user_id = :user
                                         and enrolled)
                        """)
                .param("virtualServer", member.virtualServer.value())
                .param("token", member.token == null ? null : member.token.value(), Types.OTHER)
                .param("user", member.user.value())
                .query(Boolean.class)
                .single();
    }

    /** Says whether an app of this user is bound and about to put a token to use, by whichever link. */
    boolean isEnrolling(Member member, Instant now) {
        return jdbc.sql("""
                        select exists (select 1 from enrollment
                                       where virtual_server_id = ? and user_id = ? and state = 'CLAIMED' and expires_at > ?)
                        """)
                .params(member.virtualServer.value(), member.user.value(), at(now))
                .query(Boolean.class)
                .single();
    }

    /**
     * Says whether a task that is open, or a link that is, counts on the token that waits for this user.
     *
     * @param but the task that does not count, or none
     */
    boolean isCountedOn(VirtualServerId virtualServer, TokenId token, UserId user, @Nullable ProvisioningTaskId but) {
        return jdbc.sql("""
                        select exists (select 1 from provisioning_member other
                                       join provisioning_task task on task.id = other.task_id
                                       where other.virtual_server_id = :virtualServer and other.token_id = :token
                                         and other.task_id is distinct from :but and other.user_id = :user
                                         and other.state = 'INVITED' and task.ended_at is null)
                            or exists (select 1 from enrollment
                                       where virtual_server_id = :virtualServer and token_id = :token
                                         and user_id = :user and state in ('OPEN', 'CLAIMED')
                                         and (task_id is null or task_id is distinct from :but))
                            or exists (select 1 from standard_enrollment
                                       where virtual_server_id = :virtualServer and token_id = :token
                                         and user_id = :user and state in ('OPEN', 'SHOWN'))
                        """)
                .param("virtualServer", virtualServer.value())
                .param("token", token.value())
                .param("but", but == null ? null : but.value(), Types.OTHER)
                .param("user", user.value())
                .query(Boolean.class)
                .single();
    }

    /** Takes a user who is deleted out of the tasks that are open: nobody waits for them any more. */
    void removeDeparted(VirtualServerId virtualServer, UserId user) {
        jdbc.sql("""
                update provisioning_member member set state = 'REMOVED', remind = false
                from provisioning_task task
                where task.id = member.task_id and task.ended_at is null and member.signed_in_at is null
                  and member.virtual_server_id = ? and member.user_id = ? and member.state in ('WAITING', 'INVITED')
                """).params(virtualServer.value(), user.value()).update();
    }

    /** Keeps that a user has signed in, whatever becomes of the token. */
    void noteSignIns(Instant now) {
        jdbc.sql("""
                update provisioning_member member set signed_in_at = ?
                from provisioning_task task, token_progress token
                where task.id = member.task_id and task.ended_at is null and member.signed_in_at is null
                  and member.state = 'INVITED' and token.id = member.token_id and token.user_id = member.user_id
                  and token.enrolled and token.signed_in
                """).param(at(now)).update();
    }

    static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
