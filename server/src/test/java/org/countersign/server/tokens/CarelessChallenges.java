package org.countersign.server.tokens;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.countersign.server.kernel.ChallengeId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The planted bug: looks whether the challenge is open, and marks it as answered afterwards, whoever was faster. */
class CarelessChallenges extends ChallengeStore {
    private final JdbcClient jdbc;

    CarelessChallenges(JdbcClient jdbc) {
        super(jdbc);
        this.jdbc = jdbc;
    }

    /** Puts it in the place of a server's own. Not annotated, or every test's server would find it. */
    static class Planted {
        @Bean
        @Primary
        ChallengeStore carelessChallenges(JdbcClient jdbc) {
            return new CarelessChallenges(jdbc);
        }
    }

    @Override
    Optional<Taken> take(VirtualServerId virtualServer, String requester, ChallengeId id, Instant now) {
        Optional<Taken> open = jdbc.sql("""
                        select token_id, question, created_at from challenge
                        where id = ? and requester = ? and answered_at is null
                        """)
                .params(id.value(), requester)
                .query((row, number) -> taken(row))
                .optional();
        jdbc.sql("update challenge set answered_at = ? where id = ?")
                .params(OffsetDateTime.ofInstant(now, ZoneOffset.UTC), id.value())
                .update();
        return open;
    }
}
