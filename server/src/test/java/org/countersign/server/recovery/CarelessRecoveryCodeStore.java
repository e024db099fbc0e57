package org.countersign.server.recovery;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The planted bug: looks whether a code is used, and then uses it, in two steps without a condition. */
class CarelessRecoveryCodeStore extends RecoveryCodeStore {
    private final JdbcClient jdbc;

    CarelessRecoveryCodeStore(JdbcClient jdbc) {
        super(jdbc);
        this.jdbc = jdbc;
    }

    /** Puts it in the place of a server's own. Not annotated, or every test's server would find it. */
    static class Planted {
        @Bean
        @Primary
        RecoveryCodeStore carelessRecoveryCodeStore(JdbcClient jdbc) {
            return new CarelessRecoveryCodeStore(jdbc);
        }
    }

    @Override
    boolean use(VirtualServerId virtualServer, UserId user, String hash, Instant now) {
        boolean unused =
                jdbc.sql("""
                        select exists (select from recovery_code
                                       where user_id = ? and code_hash = decode(?, 'hex') and used_at is null)
                        """).params(user.value(), hash).query(Boolean.class).single();
        if (unused) {
            jdbc.sql("update recovery_code set used_at = ? where user_id = ? and code_hash = decode(?, 'hex')")
                    .params(OffsetDateTime.ofInstant(now, ZoneOffset.UTC), user.value(), hash)
                    .update();
        }
        return unused;
    }
}
