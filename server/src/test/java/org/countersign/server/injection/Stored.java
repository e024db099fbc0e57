package org.countersign.server.injection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.countersign.server.alerts.AlertEvent;
import org.countersign.server.alerts.Alerts;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.bulk.BulkAct;
import org.countersign.server.bulk.BulkItem;
import org.countersign.server.bulk.BulkJobs;
import org.countersign.server.isolation.Neighbour;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.notification.MailKind;
import org.countersign.server.notification.MailLanguage;
import org.countersign.server.notification.MailTemplates;
import org.countersign.server.protocol.rest.ApiClients;
import org.countersign.server.protocol.rest.ApiScope;
import org.countersign.server.reports.ReportKind;
import org.countersign.server.reports.ReportOrder;
import org.countersign.server.reports.ReportRules;
import org.countersign.server.reports.ReportRuns;
import org.countersign.server.reports.Schedule;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Containers;
import org.countersign.server.users.Groups;
import org.countersign.server.users.Permissions;
import org.countersign.server.users.Roles;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** A virtual server with something of everything in it, whose every text that comes from people or their devices is hostile. */
final class Stored {
    /** Columns with text that people, their devices or programs choose. A new text column must come here or there. */
    static final Set<String> PEOPLE = new TreeSet<>(Set.of(
            "alert_log.target",
            "alert_recipient.address",
            "api_client.name",
            "application.name",
            "bulk_item.label",
            "bulk_job.because",
            "container.name",
            "device.app",
            "device.device_type",
            "device.os",
            "device.platform",
            "mail_template.body",
            "mail_template.subject",
            "operator_role.description",
            "operator_role.name",
            "provisioning_member.mail",
            "report_rule.name",
            "sign_in.browser",
            "sign_in.os",
            "sign_in_report.application",
            "sign_in_report.ip",
            "sign_in_report.place",
            "sign_in_report.program",
            "token.manufacturer",
            "token.name",
            "token.serial",
            "token_import.file_name",
            "token_import_line.manufacturer",
            "token_import_line.serial",
            "user_account.display_name",
            "user_account.mail",
            "user_account.state_reason",
            "user_account.user_name",
            "user_group.name",
            "virtual_server.name"));

    /** What a phone is shown, and the details of events: texts of people within documents. */
    static final String PUSH = "push_request.context";

    static final String RECORD = "audit_event.details";

    /** Columns with words that the program chooses, numbers and keys as text, hashes, sealed and signed text. */
    static final Set<String> PROGRAM = Words.OF_THE_PROGRAM;

    /** Where a longer text cannot be, and is no text that the server reads: with what is added to it. */
    private static final Map<String, Integer> LONGEST = Map.of("report_rule.name", 70);

    private final RunningServer server;
    private final JdbcClient jdbc;
    private final VirtualServer virtualServer;
    private final Neighbour neighbour;

    Stored(RunningServer server) {
        this.server = server;
        jdbc = server.part(JdbcClient.class);
        neighbour = new Neighbour(server);
        virtualServer = neighbour.virtualServer();
        Actor actor = new Actor.Server();
        UserAccount ada = server.newUser(virtualServer, "ada");
        server.part(Containers.class).create(virtualServer.id(), "Berlin", actor);
        server.part(Groups.class)
                .create(virtualServer.id(), "Sales", actor)
                .ifPresent(group ->
                        server.part(Groups.class).add(virtualServer.id(), group.id(), List.of(ada.id()), actor));
        server.part(Roles.class)
                .add(virtualServer.id(), "Night shift", "At night", Permissions.EVERYTHING, Acting.server());
        Application vpn = server.part(VirtualServers.class).createApplication(virtualServer.id(), "Door", actor);
        server.part(ApiClients.class).create(vpn, "door key", Set.of(ApiScope.AUTHENTICATE), actor);
        server.part(Alerts.class)
                .addAddress(virtualServer.id(), "alarm@example.com", EnumSet.of(AlertEvent.POLICY_CHANGED), actor);
        MailTemplates mails = server.part(MailTemplates.class);
        mails.change(
                virtualServer.id(),
                MailKind.PUSH_REPORTED,
                MailLanguage.EN,
                mails.current(virtualServer.id(), MailKind.PUSH_REPORTED, MailLanguage.EN),
                actor);
        ReportOrder order = ReportOrder.read(ReportKind.TOKEN_INVENTORY, List.of("serial"), Map.of(), null)
                .order();
        server.part(ReportRuns.class).keep(virtualServer.id(), order, actor);
        server.part(ReportRules.class)
                .add(
                        virtualServer.id(),
                        new ReportRules.Wanted(
                                "Weekly",
                                order,
                                new Schedule(Schedule.Every.WEEK, DayOfWeek.MONDAY, 1, 6, ZoneId.of("UTC")),
                                7,
                                List.of()),
                        actor);
        server.part(BulkJobs.class)
                .start(
                        virtualServer.id(),
                        BulkAct.RESUME,
                        "because",
                        List.of(BulkItem.Subject.of(token(), "a token")),
                        actor);
        // The newest user: whose page is opened.
        rows(ada);
    }

    VirtualServer virtualServer() {
        return virtualServer;
    }

    Neighbour neighbour() {
        return neighbour;
    }

    /** What has no front door of one line. */
    private void rows(UserAccount locked) {
        OffsetDateTime now = OffsetDateTime.ofInstant(server.time().instant(), ZoneOffset.UTC);
        jdbc.sql("""
                insert into alert_log (id, virtual_server_id, event, kind, target, times, sent_at)
                values (gen_random_uuid(), ?, 'POLICY_CHANGED', 'ADDRESS', 'x', 1, ?)
                """).params(virtualServer.id().value(), now).update();
        jdbc.sql("update user_account set state = 'LOCKED', state_reason = 'x' where id = ?")
                .param(locked.id().value())
                .update();
        UUID file = UUID.randomUUID();
        jdbc.sql("""
                insert into token_import (id, virtual_server_id, file_name, actor, created_at)
                values (?, ?, 'x', 'server', ?)
                """).params(file, virtualServer.id().value(), now).update();
        jdbc.sql("""
                insert into token_import_line (import_id, virtual_server_id, position, fault, serial, manufacturer)
                values (?, ?, 1, 'STRUCTURE', 'x', 'x')
                """).params(file, virtualServer.id().value()).update();
    }

    /** Returns the id of a token that lives on a phone. */
    String tokenOfAPhone() {
        return jdbc.sql("select d.token_id::text from device d join token t on t.id = d.token_id"
                        + " where t.virtual_server_id = ? limit 1")
                .param(virtualServer.id().value())
                .query(String.class)
                .single();
    }

    private TokenId token() {
        return new TokenId(jdbc.sql("select id from token where virtual_server_id = ? order by serial limit 1")
                .param(virtualServer.id().value())
                .query(UUID.class)
                .single());
    }

    /** Writes {@code text} into every column of {@link #PEOPLE}, and into the record. */
    void poison(String text, Set<String> besides) {
        poison(column -> text, besides);
    }

    /** Writes a text of its own into every column of {@link #PEOPLE}, and into the record. */
    void poison(UnaryOperator<String> texts, Set<String> besides) {
        server.part(TransactionOperations.class).executeWithoutResult(status -> {
            for (String column : PEOPLE) {
                if (!besides.contains(column)) {
                    String table = column.substring(0, column.indexOf('.'));
                    String name = column.substring(column.indexOf('.') + 1);
                    String where = table.equals("virtual_server") ? "id" : "virtual_server_id";
                    String text = texts.apply(column);
                    assertThat(jdbc.sql("update " + table + " set " + name
                                            + " = ? || left(md5(random()::text), 6) where " + where + " = ?")
                                    .params(
                                            text.substring(
                                                    0, Math.min(text.length(), LONGEST.getOrDefault(column, 1000))),
                                            virtualServer.id().value())
                                    .update())
                            .as("rows with a text of people in %s", column)
                            .isPositive();
                }
            }
            jdbc.sql("""
                    update push_request set context = (
                        select jsonb_object_agg(key, case when jsonb_typeof(value) = 'string' then to_jsonb(?::text) else value end)
                        from jsonb_each(context))
                    where virtual_server_id = ? and jsonb_typeof(context) = 'object'
                    """).params(texts.apply(PUSH), virtualServer.id().value()).update();
        });
        String text = texts.apply(RECORD);
        UserId user = new UserId(jdbc.sql(
                        "select user_id from device d join token t on t.id = d.token_id where t.virtual_server_id = ? limit 1")
                .param(virtualServer.id().value())
                .query(UUID.class)
                .single());
        Audit audit = server.part(Audit.class);
        for (AuditType type : AuditType.values()) {
            AuditEvent event = AuditEvent.of(virtualServer.id(), type, new Actor.Server())
                    .about(user)
                    .about(token())
                    .from("192.0.2.7");
            for (String name : List.of(
                    "application", "serial", "name", "userName", "reason", "before", "after", "file", "group")) {
                event = event.with(name, text);
            }
            AuditEvent whole = event;
            server.part(TransactionOperations.class).executeWithoutResult(status -> audit.append(whole));
        }
    }

    /** Takes away those whom the server itself would write to: other tests wait for its mails. */
    void disarm() {
        for (String table : List.of("alert_throttle", "alert_recipient")) {
            jdbc.sql("delete from " + table + " where virtual_server_id = ?")
                    .param(virtualServer.id().value())
                    .update();
        }
    }

    /** Returns all columns of the schema that hold text. */
    static Set<String> textColumns(JdbcClient jdbc) {
        return new TreeSet<>(jdbc.sql("""
                select c.table_name || '.' || c.column_name from information_schema.columns c
                join information_schema.tables t on t.table_name = c.table_name and t.table_schema = c.table_schema
                where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
                  and c.data_type in ('text', 'character varying', 'jsonb', 'ARRAY') and c.domain_name is null
                  and t.table_name <> 'flyway_schema_history'
                """).query(String.class).list());
    }
}
