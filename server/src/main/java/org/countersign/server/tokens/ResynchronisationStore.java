package org.countersign.server.tokens;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.countersign.server.kernel.TokenId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of resynchronising. */
@Component
class ResynchronisationStore {
    private final JdbcClient jdbc;

    ResynchronisationStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Spends a time step or counter and all before it, and takes back the charge of this try alone: failures before it stay.
     *
     * @return false when it was spent already
     */
    boolean advance(TokenId token, long movingFactor, long clockOffsetSteps, Instant now) {
        return jdbc.sql("""
                        update token
                        set last_spent = :factor, clock_offset_steps = :offset, last_used_at = :now,
                            locked_until = case when consecutive_failures % lock_threshold = 0 then null
                                                else locked_until end,
                            consecutive_failures = greatest(consecutive_failures - 1, 0)
                        where id = :id and last_spent < :factor
                        """)
                        .param("factor", movingFactor)
                        .param("offset", clockOffsetSteps)
                        .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                        .param("id", token.value())
                        .update()
                == 1;
    }
}
