package org.countersign.server.enrollment;

import java.time.Instant;
import java.time.ZoneOffset;
import org.countersign.server.kernel.EnrollmentId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of what people say on the page. */
@Component
class ConfirmationStore {
    private final JdbcClient jdbc;

    ConfirmationStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Confirms the app that shows this number; false when another one is bound, none waits, or it was done before. */
    boolean confirm(EnrollmentId id, String code, Instant now) {
        var at = now.atOffset(ZoneOffset.UTC);
        return jdbc.sql("""
                        update enrollment set confirmed_at = ?
                        where id = ? and state = 'CLAIMED' and confirm_code = ? and confirmed_at is null and expires_at > ?
                        """).params(at, id.value(), code, at).update() == 1;
    }

    /** Ends the enrollment that an app took, and erases what it needed; false when it has an end already. */
    boolean end(EnrollmentId id, String code) {
        boolean ended = jdbc.sql("""
                        update enrollment set state = 'REVOKED', sealed_answer = null
                        where id = ? and state = 'CLAIMED' and confirm_code = ?
                        """).params(id.value(), code).update() == 1;
        if (ended) {
            jdbc.sql("update enrollment_begin set sealed_ephemeral = null where enrollment_id = ?")
                    .param(id.value())
                    .update();
        }
        return ended;
    }
}
