package org.countersign.server.reports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of kept reports. */
@Component
class ReportRunStore {
    private final JdbcClient jdbc;

    ReportRunStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A run that one server has taken. */
    record Claimed(VirtualServerId virtualServer, ReportRun run, int attempt) {}

    void insert(VirtualServerId virtualServer, ReportRun run) {
        jdbc.sql("""
                insert into report_run (id, virtual_server_id, rule_id, kind, columns, filters, containers, asked_by, asked_at,
                                        state, free_at, keep_until)
                values (:id, :virtualServer, :rule::uuid, :kind, :columns, :filters::jsonb, :containers, :askedBy, :askedAt,
                        'WAITING', :askedAt, :keepUntil)
                """)
                .param("id", run.id())
                .param("virtualServer", virtualServer.value())
                .param("rule", run.rule())
                .param("kind", run.order().kind().name())
                .param("columns", ReportColumns.columns(run.order()))
                .param("filters", ReportColumns.filters(run.order()))
                .param("containers", ReportColumns.containers(run.order()))
                .param("askedBy", run.askedBy())
                .param("askedAt", at(run.askedAt()))
                .param("keepUntil", at(run.keepUntil()))
                .update();
    }

    /** Takes the run that waits longest; nobody else sees it before {@code leaseEnd}. */
    Optional<Claimed> claim(Instant now, Instant leaseEnd) {
        return jdbc.sql("""
                        update report_run set attempts = attempts + 1, free_at = :leaseEnd
                        where id = (select id from report_run where state = 'WAITING' and free_at <= :now
                                    order by free_at limit 1 for update skip locked)
                        returning *
                        """)
                .param("now", at(now))
                .param("leaseEnd", at(leaseEnd))
                .query((row, number) -> new Claimed(
                        new VirtualServerId(row.getObject("virtual_server_id", UUID.class)),
                        run(row),
                        row.getInt("attempts")))
                .optional();
    }

    void insertChunk(Claimed claimed, int number, byte[] content) {
        jdbc.sql("insert into report_chunk (run_id, virtual_server_id, number, content) values (?, ?, ?, ?)")
                .params(claimed.run().id(), claimed.virtualServer().value(), number, content)
                .update();
    }

    /** Returns whether this attempt is still the one that counts. */
    boolean end(Claimed claimed, ReportRun.State state, long rows, Instant now) {
        return jdbc.sql("""
                        update report_run set state = :state, ended_at = :now, row_count = :rows
                        where virtual_server_id = :virtualServer and id = :id and state = 'WAITING' and attempts = :attempt
                        """)
                        .param("state", state.name())
                        .param("now", at(now))
                        .param("rows", rows)
                        .param("virtualServer", claimed.virtualServer().value())
                        .param("id", claimed.run().id())
                        .param("attempt", claimed.attempt())
                        .update()
                == 1;
    }

    List<ReportRun> page(VirtualServerId virtualServer, @Nullable Instant before, int limit, Instant now) {
        return jdbc.sql("""
                        select * from report_run
                        where virtual_server_id = :virtualServer and asked_at < coalesce(:before, 'infinity'::timestamptz)
                          and keep_until > :now
                        order by asked_at desc, id desc limit :limit
                        """)
                .param("virtualServer", virtualServer.value())
                .param("before", before == null ? null : at(before))
                .param("limit", limit)
                .param("now", at(now))
                .query((row, number) -> run(row))
                .list();
    }

    /** Finds a run whose time is not up. */
    Optional<ReportRun> find(VirtualServerId virtualServer, UUID id, Instant now) {
        return jdbc.sql("select * from report_run where virtual_server_id = ? and id = ? and keep_until > ?")
                .params(virtualServer.value(), id, at(now))
                .query((row, number) -> run(row))
                .optional();
    }

    Optional<byte[]> chunk(VirtualServerId virtualServer, UUID id, int number, Instant now) {
        return jdbc.sql("""
                        select content from report_chunk chunk join report_run run on run.id = chunk.run_id
                        where chunk.virtual_server_id = ? and run_id = ? and number = ? and keep_until > ?
                        """)
                .params(virtualServer.value(), id, number, at(now))
                .query((row, at) -> row.getBytes("content"))
                .optional();
    }

    boolean delete(VirtualServerId virtualServer, UUID id) {
        return jdbc.sql("delete from report_run where virtual_server_id = ? and id = ?")
                        .params(virtualServer.value(), id)
                        .update()
                == 1;
    }

    int forgetBefore(Instant moment) {
        return jdbc.sql("delete from report_run where keep_until < ?")
                .param(at(moment))
                .update();
    }

    private static ReportRun run(ResultSet row) throws SQLException {
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new ReportRun(
                row.getObject("id", UUID.class),
                ReportColumns.order(row),
                row.getString("asked_by"),
                row.getObject("rule_id", UUID.class),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                ReportRun.State.valueOf(row.getString("state")),
                ended == null ? null : ended.toInstant(),
                row.getLong("row_count"),
                row.getObject("keep_until", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
