package org.countersign.server.notification;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of mails' words. */
@Component
class MailTemplateStore {
    private final JdbcClient jdbc;

    MailTemplateStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<MailTemplate> find(VirtualServerId virtualServer, MailKind kind, MailLanguage language) {
        return jdbc.sql("""
                        select subject, body from mail_template
                        where virtual_server_id = ? and kind = ? and language = ?
                        """)
                .params(virtualServer.value(), kind.name(), language.name())
                .query((row, number) -> new MailTemplate(row.getString("subject"), row.getString("body")))
                .optional();
    }

    void set(
            VirtualServerId virtualServer,
            MailKind kind,
            MailLanguage language,
            MailTemplate template,
            String changedBy,
            Instant now) {
        jdbc.sql("""
                insert into mail_template (virtual_server_id, kind, language, subject, body, changed_by, changed_at)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (virtual_server_id, kind, language) do update
                set subject = excluded.subject, body = excluded.body, changed_by = excluded.changed_by,
                    changed_at = excluded.changed_at
                """)
                .params(
                        virtualServer.value(),
                        kind.name(),
                        language.name(),
                        template.subject(),
                        template.text(),
                        changedBy,
                        OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .update();
    }

    boolean delete(VirtualServerId virtualServer, MailKind kind, MailLanguage language) {
        return jdbc.sql("delete from mail_template where virtual_server_id = ? and kind = ? and language = ?")
                        .params(virtualServer.value(), kind.name(), language.name())
                        .update()
                == 1;
    }

    Optional<MailLanguage> language(VirtualServerId virtualServer) {
        return jdbc.sql("select language from mail_setting where virtual_server_id = ?")
                .param(virtualServer.value())
                .query((row, number) -> MailLanguage.valueOf(row.getString("language")))
                .optional();
    }

    void setLanguage(VirtualServerId virtualServer, MailLanguage language) {
        jdbc.sql("""
                insert into mail_setting (virtual_server_id, language) values (?, ?)
                on conflict (virtual_server_id) do update set language = excluded.language
                """).params(virtualServer.value(), language.name()).update();
    }
}
