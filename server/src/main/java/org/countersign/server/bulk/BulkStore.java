package org.countersign.server.bulk;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.countersign.server.kernel.BulkJobId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of bulk jobs. */
@Component
class BulkStore {
    private static final String JOBS = """
            select job.*,
                   (select count(*) from bulk_item item where item.job_id = job.id and item.state = 'DONE') as done,
                   (select count(*) from bulk_item item where item.job_id = job.id and item.state = 'REFUSED') as refused,
                   (select count(*) from bulk_item item where item.job_id = job.id and item.state = 'WAITING') as waiting
            from bulk_job job
            """;

    private final JdbcClient jdbc;

    BulkStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A row whose turn it is, with what is to be done to it. */
    record Turn(
            BulkJobId job,
            VirtualServerId virtualServer,
            BulkAct act,
            String actor,
            @Nullable String because,
            BulkItem item) {}

    void insert(
            BulkJobId id,
            VirtualServerId virtualServer,
            BulkAct act,
            String actor,
            @Nullable String because,
            int total,
            Instant now) {
        jdbc.sql("""
                insert into bulk_job (id, virtual_server_id, act, actor, because, total, created_at)
                values (:id, :virtualServer, :act, :actor, :because, :total, :now)
                """)
                .param("id", id.value())
                .param("virtualServer", virtualServer.value())
                .param("act", act.name())
                .param("actor", actor)
                .param("because", because)
                .param("total", total)
                .param("now", at(now))
                .update();
    }

    void insert(BulkJobId id, VirtualServerId virtualServer, int after, List<BulkItem.Subject> subjects) {
        jdbc.sql("""
                insert into bulk_item (job_id, virtual_server_id, position, token_id, user_id, label, state)
                select :job, :virtualServer, chosen.position, chosen.token, chosen.person, chosen.label, 'WAITING'
                from unnest(:positions::integer[], :tokens::uuid[], :users::uuid[], :labels::text[])
                    as chosen (position, token, person, label)
                """)
                .param("job", id.value())
                .param("virtualServer", virtualServer.value())
                .param(
                        "positions",
                        IntStream.rangeClosed(after + 1, after + subjects.size())
                                .boxed()
                                .toArray(Integer[]::new))
                .param("tokens", subjects.stream().map(BulkStore::token).toArray(UUID[]::new))
                .param("users", subjects.stream().map(BulkStore::user).toArray(UUID[]::new))
                .param("labels", subjects.stream().map(BulkItem.Subject::label).toArray(String[]::new))
                .update();
    }

    private static @Nullable UUID token(BulkItem.Subject subject) {
        return subject.token() == null ? null : subject.token().value();
    }

    private static @Nullable UUID user(BulkItem.Subject subject) {
        return subject.user() == null ? null : subject.user().value();
    }

    /** Takes some rows whose turn it is; nobody else has them until the transaction ends. */
    List<Turn> take(int limit) {
        return jdbc.sql("""
                        select item.*, job.act, job.actor, job.because
                        from bulk_item item join bulk_job job on job.id = item.job_id
                        where item.state = 'WAITING' and job.ended_at is null
                        order by item.job_id, item.position limit ? for update of item skip locked
                        """)
                .param(limit)
                .query((row, number) -> new Turn(
                        new BulkJobId(row.getObject("job_id", UUID.class)),
                        new VirtualServerId(row.getObject("virtual_server_id", UUID.class)),
                        BulkAct.valueOf(row.getString("act")),
                        row.getString("actor"),
                        row.getString("because"),
                        item(row)))
                .list();
    }

    void settle(Turn turn, BulkItem.State state, @Nullable String why) {
        jdbc.sql("""
                update bulk_item set state = :state, why = :why
                where job_id = :job and position = :position and virtual_server_id = :virtualServer
                """)
                .param("state", state.name())
                .param("why", why)
                .param("job", turn.job().value())
                .param("position", turn.item().position())
                .param("virtualServer", turn.virtualServer().value())
                .update();
    }

    /** Leaves out a row that failed, unless another server has done it meanwhile. */
    void leaveOut(Turn turn) {
        jdbc.sql("""
                update bulk_item set state = 'REFUSED', why = 'FAILED'
                where job_id = ? and position = ? and virtual_server_id = ? and state = 'WAITING'
                """)
                .params(
                        turn.job().value(),
                        turn.item().position(),
                        turn.virtualServer().value())
                .update();
    }

    /** Ends jobs that have nothing to come. */
    void endFinished(Instant now) {
        jdbc.sql("""
                update bulk_job job set ended_at = ?
                where ended_at is null
                  and not exists (select 1 from bulk_item item where item.job_id = job.id and item.state = 'WAITING')
                """).param(at(now)).update();
    }

    /** Ends a job; rows that others hold at this moment are still done. */
    boolean cancel(VirtualServerId virtualServer, BulkJobId id, Instant now) {
        boolean ended =
                jdbc.sql("""
                        update bulk_job set ended_at = ?, cancelled = true
                        where virtual_server_id = ? and id = ? and ended_at is null
                        """).params(at(now), virtualServer.value(), id.value()).update() == 1;
        if (ended) {
            jdbc.sql(
                            "update bulk_item set state = 'CANCELLED' where virtual_server_id = ? and job_id = ? and state = 'WAITING'")
                    .params(virtualServer.value(), id.value())
                    .update();
        }
        return ended;
    }

    Optional<BulkJob> find(VirtualServerId virtualServer, BulkJobId id) {
        return jdbc.sql(JOBS + " where job.virtual_server_id = ? and job.id = ?")
                .params(virtualServer.value(), id.value())
                .query((row, number) -> job(row))
                .optional();
    }

    List<BulkJob> page(VirtualServerId virtualServer, @Nullable Instant before, int limit) {
        return jdbc.sql(JOBS + """
                        where job.virtual_server_id = :virtualServer
                          and (:before::timestamptz is null or job.created_at < :before::timestamptz)
                        order by job.created_at desc limit :limit
                        """)
                .param("virtualServer", virtualServer.value())
                .param("before", before == null ? null : at(before))
                .param("limit", limit)
                .query((row, number) -> job(row))
                .list();
    }

    List<BulkItem> items(
            VirtualServerId virtualServer, BulkJobId id, BulkItem.@Nullable State state, int after, int limit) {
        return jdbc.sql("select * from bulk_item where virtual_server_id = :virtualServer and job_id = :job"
                        + " and position > :after" + (state == null ? "" : " and state = '" + state + "'")
                        + " order by position limit :limit")
                .param("virtualServer", virtualServer.value())
                .param("job", id.value())
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> item(row))
                .list();
    }

    void forgetBefore(Instant moment) {
        jdbc.sql("delete from bulk_job where ended_at < ?").param(at(moment)).update();
    }

    private static BulkJob job(ResultSet row) throws SQLException {
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new BulkJob(
                new BulkJobId(row.getObject("id", UUID.class)),
                BulkAct.valueOf(row.getString("act")),
                row.getString("actor"),
                row.getString("because"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getInt("total"),
                row.getInt("done"),
                row.getInt("refused"),
                row.getInt("waiting"),
                ended == null ? null : ended.toInstant(),
                row.getBoolean("cancelled"));
    }

    private static BulkItem item(ResultSet row) throws SQLException {
        UUID token = row.getObject("token_id", UUID.class);
        UUID user = row.getObject("user_id", UUID.class);
        return new BulkItem(
                row.getInt("position"),
                token == null ? null : new TokenId(token),
                user == null ? null : new UserId(user),
                row.getString("label"),
                BulkItem.State.valueOf(row.getString("state")),
                row.getString("why"));
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
