package org.countersign.server.reactions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of reports and of what they set off. */
@Component
class ReactionStore {
    private final JdbcClient jdbc;

    ReactionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Writes a report down; whoever inserts the row acts, nobody else. */
    boolean insert(UUID id, Reported reported, Instant now) {
        return jdbc.sql("""
                        insert into sign_in_report (id, virtual_server_id, user_id, subject, application, ip, place, program,
                                                    happened_at, reported_at)
                        values (:id, :virtualServer, :user, :subject, :application, :ip, :place, :program, :happened, :now)
                        on conflict on constraint sign_in_report_once do nothing
                        """)
                        .param("id", id)
                        .param("virtualServer", reported.virtualServer().value())
                        .param("user", reported.user().value())
                        .param("subject", reported.subject())
                        .param("application", reported.application())
                        .param("ip", reported.ip())
                        .param("place", reported.place())
                        .param("program", reported.program())
                        .param("happened", at(reported.happenedAt()))
                        .param("now", at(now))
                        .update()
                == 1;
    }

    void insert(
            UUID id,
            UUID report,
            Reported reported,
            ReactionStep step,
            @Nullable String source,
            Instant now,
            @Nullable Instant until) {
        jdbc.sql("""
                insert into reaction (id, report_id, virtual_server_id, user_id, step, source, taken_at, until_at,
                                      password_version)
                values (:id, :report, :virtualServer, :user, :step, :source, :now, :until,
                        (select version from password_state where virtual_server_id = :virtualServer and user_id = :user))
                """)
                .param("id", id)
                .param("report", report)
                .param("virtualServer", reported.virtualServer().value())
                .param("user", reported.user().value())
                .param("step", step.name())
                .param("source", source)
                .param("now", at(now))
                .param("until", until == null ? null : at(until))
                .update();
    }

    boolean holds(VirtualServerId virtualServer, UserId user, ReactionStep step, @Nullable String source, Instant now) {
        return jdbc.sql("""
                        select exists (select from reaction
                                       where virtual_server_id = :virtualServer and user_id = :user and step = :step
                                         and undone_at is null and done_at is null
                                         and (until_at is null or until_at > :now)
                                         and (:source::text is null or source = :source::text))
                        """)
                .param("virtualServer", virtualServer.value())
                .param("user", user.value())
                .param("step", step.name())
                .param("now", at(now))
                .param("source", source)
                .query(Boolean.class)
                .single();
    }

    /** Notes that a user has another password than when they reported, whoever set it. */
    void noteOtherPassword(VirtualServerId virtualServer, UserId user, Instant now) {
        jdbc.sql("""
                update reaction set done_at = :now from password_state
                where reaction.virtual_server_id = :virtualServer and reaction.user_id = :user
                  and step = 'CHANGE_PASSWORD' and done_at is null and undone_at is null
                  and password_state.virtual_server_id = :virtualServer and password_state.user_id = :user
                  and password_state.version <> reaction.password_version
                """)
                .param("now", at(now))
                .param("virtualServer", virtualServer.value())
                .param("user", user.value())
                .update();
    }

    Optional<Instant> endedAt(VirtualServerId virtualServer, UserId user) {
        return jdbc.sql("select at from sign_ins_ended where virtual_server_id = ? and user_id = ?")
                .params(virtualServer.value(), user.value())
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** Takes a step back; whoever changes the row has. */
    boolean undo(VirtualServerId virtualServer, UUID reaction, String actor, Instant now) {
        return jdbc.sql("""
                        update reaction set undone_at = ?, undone_by = ?
                        where virtual_server_id = ? and id = ? and undone_at is null and done_at is null
                        """)
                        .params(at(now), actor, virtualServer.value(), reaction)
                        .update()
                == 1;
    }

    Optional<Report> find(VirtualServerId virtualServer, UUID id) {
        return withReactions(
                        virtualServer,
                        jdbc.sql("select * from sign_in_report where virtual_server_id = ? and id = ?")
                                .params(virtualServer.value(), id)
                                .query((row, number) -> report(row))
                                .list())
                .stream()
                .findFirst();
    }

    List<Report> page(VirtualServerId virtualServer, @Nullable Instant before, int limit) {
        return withReactions(
                virtualServer,
                jdbc.sql("""
                        select * from sign_in_report
                        where virtual_server_id = :virtualServer
                          and (:before::timestamptz is null or reported_at < :before::timestamptz)
                        order by reported_at desc limit :limit
                        """)
                        .param("virtualServer", virtualServer.value())
                        .param("before", before == null ? null : at(before))
                        .param("limit", limit)
                        .query((row, number) -> report(row))
                        .list());
    }

    private List<Report> withReactions(VirtualServerId virtualServer, Collection<Report> reports) {
        Map<UUID, List<Reaction>> steps = new HashMap<>();
        jdbc.sql("select * from reaction where virtual_server_id = ? and report_id = any(?)")
                .params(virtualServer.value(), reports.stream().map(Report::id).toArray(UUID[]::new))
                .query((ResultSet row) -> {
                    steps.computeIfAbsent(row.getObject("report_id", UUID.class), first -> new ArrayList<>())
                            .add(reaction(row));
                });
        return reports.stream()
                .map(report -> new Report(
                        report.id(),
                        report.user(),
                        report.application(),
                        report.ip(),
                        report.place(),
                        report.program(),
                        report.happenedAt(),
                        report.reportedAt(),
                        steps.getOrDefault(report.id(), List.of()).stream()
                                .sorted(Comparator.comparing(Reaction::step))
                                .toList()))
                .toList();
    }

    private static Report report(ResultSet row) throws SQLException {
        return new Report(
                row.getObject("id", UUID.class),
                new UserId(row.getObject("user_id", UUID.class)),
                row.getString("application"),
                row.getString("ip"),
                row.getString("place"),
                row.getString("program"),
                row.getObject("happened_at", OffsetDateTime.class).toInstant(),
                row.getObject("reported_at", OffsetDateTime.class).toInstant(),
                List.of());
    }

    private static Reaction reaction(ResultSet row) throws SQLException {
        return new Reaction(
                row.getObject("id", UUID.class),
                ReactionStep.valueOf(row.getString("step")),
                moment(row, "until_at"),
                moment(row, "done_at"),
                moment(row, "undone_at"),
                row.getString("undone_by"));
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
