package org.countersign.server.selfservice;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The planted bugs: looks at a code before the try is charged, and lets everybody use it who is there in time. */
class CarelessMailCodeStore extends MailCodeStore {
    private final JdbcClient jdbc;

    CarelessMailCodeStore(JdbcClient jdbc) {
        super(jdbc);
        this.jdbc = jdbc;
    }

    /** Puts it in the place of a server's own. Not annotated, or every test's server would find it. */
    static class Planted {
        @Bean
        @Primary
        MailCodeStore carelessMailCodeStore(JdbcClient jdbc) {
            return new CarelessMailCodeStore(jdbc);
        }
    }

    @Override
    Optional<Charged> charge(VirtualServerId virtualServer, UUID id, Instant now) {
        return jdbc.sql("select user_id from mail_code where id = ? and confirmed_at is null and failures < 5")
                .param(id)
                .query((row, number) -> new Charged(new UserId(row.getObject(1, UUID.class)), 1))
                .optional();
    }

    @Override
    boolean confirm(VirtualServerId virtualServer, UUID id, Instant now) {
        jdbc.sql("update mail_code set confirmed_at = now() where id = ?")
                .param(id)
                .update();
        return true;
    }
}
