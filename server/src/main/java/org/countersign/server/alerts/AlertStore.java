package org.countersign.server.alerts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.RoleId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.Operator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of who wants to know what, and of what was sent. */
@Component
class AlertStore {
    private final JdbcClient jdbc;

    AlertStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(VirtualServerId virtualServer, AlertRecipient recipient, byte @Nullable [] sealedSecret, Instant now) {
        jdbc.sql("""
                insert into alert_recipient (id, virtual_server_id, kind, operator_id, role_id, address, sealed_secret, events,
                                             created_at)
                values (:id, :virtualServer, :kind, :operator::uuid, :role::uuid, :address, :secret, :events, :now)
                """)
                .param("id", recipient.id())
                .param("virtualServer", virtualServer.value())
                .param("kind", recipient.kind().name())
                .param(
                        "operator",
                        recipient.operator() == null
                                ? null
                                : recipient.operator().value())
                .param(
                        "role",
                        recipient.role() == null ? null : recipient.role().value())
                .param("address", recipient.address())
                .param("secret", sealedSecret)
                .param("events", names(recipient))
                .param("now", at(now))
                .update();
    }

    boolean change(VirtualServerId virtualServer, AlertRecipient recipient) {
        return jdbc.sql("update alert_recipient set events = ? where virtual_server_id = ? and id = ?")
                        .params(names(recipient), virtualServer.value(), recipient.id())
                        .update()
                == 1;
    }

    boolean delete(VirtualServerId virtualServer, UUID id) {
        return jdbc.sql("delete from alert_recipient where virtual_server_id = ? and id = ?")
                        .params(virtualServer.value(), id)
                        .update()
                == 1;
    }

    List<AlertRecipient> of(VirtualServerId virtualServer) {
        return jdbc.sql("select * from alert_recipient where virtual_server_id = ? order by kind, address, id")
                .param(virtualServer.value())
                .query((row, number) -> recipient(row))
                .list();
    }

    Optional<AlertRecipient> find(VirtualServerId virtualServer, UUID id) {
        return jdbc.sql("select * from alert_recipient where virtual_server_id = ? and id = ?")
                .params(virtualServer.value(), id)
                .query((row, number) -> recipient(row))
                .optional();
    }

    byte[] sealedSecret(VirtualServerId virtualServer, UUID id) {
        return jdbc.sql("select sealed_secret from alert_recipient where virtual_server_id = ? and id = ?")
                .params(virtualServer.value(), id)
                .query((row, number) -> row.getBytes("sealed_secret"))
                .single();
    }

    AlertSettings settings(VirtualServerId virtualServer) {
        return jdbc.sql("select * from alert_setting where virtual_server_id = ?")
                .param(virtualServer.value())
                .query((row, number) ->
                        new AlertSettings(row.getInt("throttle_minutes"), row.getInt("inventory_threshold")))
                .optional()
                .orElse(AlertSettings.USUAL);
    }

    void setSettings(VirtualServerId virtualServer, AlertSettings settings) {
        jdbc.sql("""
                insert into alert_setting (virtual_server_id, throttle_minutes, inventory_threshold) values (?, ?, ?)
                on conflict (virtual_server_id) do update
                set throttle_minutes = excluded.throttle_minutes, inventory_threshold = excluded.inventory_threshold
                """)
                .params(virtualServer.value(), settings.throttleMinutes(), settings.inventoryThreshold())
                .update();
    }

    /**
     * Counts an alert, and says whether it goes out now.
     *
     * @return how often it happened since the last one was sent, or nothing when it has to wait
     */
    Optional<Integer> pass(
            VirtualServerId virtualServer, Mailbox mailbox, AlertEvent event, Instant now, Instant before) {
        jdbc.sql("""
                insert into alert_throttle (recipient_id, virtual_server_id, event, operator_id, last_sent_at, waiting)
                values (?, ?, ?, ?, '-infinity', 1)
                on conflict (recipient_id, event, operator_id) do update set waiting = alert_throttle.waiting + 1
                """)
                .params(mailbox.recipient(), virtualServer.value(), event.name(), mailbox.member())
                .update();
        return release(virtualServer, mailbox, event, now, before);
    }

    /** Lets what waits go out, when the last one was sent before {@code before}. */
    Optional<Integer> release(
            VirtualServerId virtualServer, Mailbox mailbox, AlertEvent event, Instant now, Instant before) {
        return jdbc.sql("""
                        with due as (
                            select recipient_id, event, operator_id, waiting from alert_throttle
                            where virtual_server_id = :virtualServer and recipient_id = :recipient and event = :event
                              and operator_id = :member and waiting > 0 and last_sent_at <= :before
                            for update)
                        update alert_throttle set waiting = 0, last_sent_at = :now
                        from due
                        where alert_throttle.recipient_id = due.recipient_id and alert_throttle.event = due.event
                          and alert_throttle.operator_id = due.operator_id
                        returning due.waiting
                        """)
                .param("virtualServer", virtualServer.value())
                .param("recipient", mailbox.recipient())
                .param("member", mailbox.member())
                .param("event", event.name())
                .param("before", at(before))
                .param("now", at(now))
                .query(Integer.class)
                .optional();
    }

    /** An alert that waits for its time. */
    record Waiting(VirtualServerId virtualServer, Mailbox mailbox, AlertEvent event) {}

    /**
     * Where alerts are counted.
     *
     * @param member which operator of the recipient's role; zeros where the recipient is one mailbox
     */
    record Mailbox(UUID recipient, UUID member) {
        private static final UUID NOBODY = new UUID(0, 0);

        static Mailbox of(AlertRecipient recipient, @Nullable Operator operator) {
            return operator != null && recipient.kind() == AlertRecipient.Kind.ROLE
                    ? new Mailbox(recipient.id(), operator.id().value())
                    : new Mailbox(recipient.id(), NOBODY);
        }
    }

    List<Waiting> waiting(Instant sentBefore) {
        return jdbc.sql("select * from alert_throttle where waiting > 0 and last_sent_at <= ? limit 200")
                .param(at(sentBefore))
                .query((row, number) -> new Waiting(
                        new VirtualServerId(row.getObject("virtual_server_id", UUID.class)),
                        new Mailbox(
                                row.getObject("recipient_id", UUID.class), row.getObject("operator_id", UUID.class)),
                        AlertEvent.valueOf(row.getString("event"))))
                .list();
    }

    void log(VirtualServerId virtualServer, SentAlert sent) {
        jdbc.sql("""
                insert into alert_log (id, virtual_server_id, event, kind, target, times, sent_at)
                values (?, ?, ?, ?, ?, ?, ?)
                """)
                .params(
                        sent.id(),
                        virtualServer.value(),
                        sent.event().name(),
                        sent.kind().name(),
                        sent.target(),
                        sent.times(),
                        at(sent.sentAt()))
                .update();
    }

    List<SentAlert> sent(VirtualServerId virtualServer, int limit) {
        return jdbc.sql("""
                        select * from alert_log where virtual_server_id = ? order by sent_at desc, id desc limit ?
                        """)
                .params(virtualServer.value(), limit)
                .query((row, number) -> new SentAlert(
                        row.getObject("id", UUID.class),
                        AlertEvent.valueOf(row.getString("event")),
                        AlertRecipient.Kind.valueOf(row.getString("kind")),
                        row.getString("target"),
                        row.getInt("times"),
                        row.getObject("sent_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Says whether a user may be mailed about a lock now, and notes that they are. */
    boolean passLockMail(VirtualServerId virtualServer, UserId user, Instant now, Instant before) {
        return jdbc.sql("""
                        insert into lock_mail as mail (virtual_server_id, user_id, sent_at)
                        values (:virtualServer, :user, :now)
                        on conflict (virtual_server_id, user_id) do update set sent_at = :now
                        where mail.sent_at <= :before
                        """)
                        .param("virtualServer", virtualServer.value())
                        .param("user", user.value())
                        .param("now", at(now))
                        .param("before", at(before))
                        .update()
                == 1;
    }

    void forgetBefore(Instant moment) {
        jdbc.sql("delete from lock_mail where sent_at < ?").param(at(moment)).update();
        jdbc.sql("delete from alert_log where sent_at < ?").param(at(moment)).update();
    }

    private static String[] names(AlertRecipient recipient) {
        return recipient.events().stream().map(AlertEvent::name).sorted().toArray(String[]::new);
    }

    private static AlertRecipient recipient(ResultSet row) throws SQLException {
        UUID operator = row.getObject("operator_id", UUID.class);
        UUID role = row.getObject("role_id", UUID.class);
        return new AlertRecipient(
                row.getObject("id", UUID.class),
                AlertRecipient.Kind.valueOf(row.getString("kind")),
                operator == null ? null : new OperatorId(operator),
                role == null ? null : new RoleId(role),
                row.getString("address"),
                Arrays.stream((String[]) row.getArray("events").getArray())
                        .map(AlertEvent::valueOf)
                        .collect(Collectors.toSet()));
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
