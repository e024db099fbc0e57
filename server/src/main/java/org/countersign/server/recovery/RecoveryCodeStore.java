package org.countersign.server.recovery;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of recovery codes. */
@Component
class RecoveryCodeStore {
    private final JdbcClient jdbc;

    RecoveryCodeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Of two sets made at once the later one stays, whole. */
    void replace(VirtualServerId virtualServer, UserId user, List<String> hashes, Instant now) {
        jdbc.sql("select 1 from pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param("recovery codes of " + user)
                .query(Integer.class)
                .single();
        jdbc.sql("delete from recovery_code where virtual_server_id = ? and user_id = ?")
                .params(virtualServer.value(), user.value())
                .update();
        jdbc.sql("""
                insert into recovery_code (virtual_server_id, user_id, code_hash, made_at)
                select :virtualServer, :user, decode(hash, 'hex'), :now from unnest(:hashes::text[]) as hash
                """)
                .param("virtualServer", virtualServer.value())
                .param("user", user.value())
                .param("hashes", hashes.toArray(String[]::new))
                .param("now", at(now))
                .update();
    }

    /** Uses a code; whoever changes the row has used it, nobody else ever will. */
    boolean use(VirtualServerId virtualServer, UserId user, String hash, Instant now) {
        return jdbc.sql("""
                        update recovery_code set used_at = :now
                        where virtual_server_id = :virtualServer and user_id = :user and code_hash = decode(:hash, 'hex')
                          and used_at is null
                        """)
                        .param("now", at(now))
                        .param("virtualServer", virtualServer.value())
                        .param("user", user.value())
                        .param("hash", hash)
                        .update()
                == 1;
    }

    /** Forgets the codes of a user; returns how many of them could still be used. */
    int end(VirtualServerId virtualServer, UserId user) {
        return jdbc.sql("""
                        with gone as (delete from recovery_code where virtual_server_id = ? and user_id = ? returning used_at)
                        select count(*) from gone where used_at is null
                        """)
                .params(virtualServer.value(), user.value())
                .query(Integer.class)
                .single();
    }

    Optional<RecoveryCodes.Standing> standing(VirtualServerId virtualServer, UserId user) {
        return jdbc.sql("""
                        select count(*) filter (where used_at is null) as left_over, max(made_at) as made_at
                        from recovery_code where virtual_server_id = ? and user_id = ? having count(*) > 0
                        """)
                .params(virtualServer.value(), user.value())
                .query((row, number) -> new RecoveryCodes.Standing(
                        row.getInt("left_over"),
                        row.getObject("made_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
