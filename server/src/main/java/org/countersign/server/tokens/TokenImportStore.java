package org.countersign.server.tokens;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.countersign.otp.HashAlgorithm;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.TokenImportId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.TokenMode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of importing tokens. */
@Component
class TokenImportStore {
    private final JdbcClient jdbc;

    TokenImportStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(TokenImportId id, VirtualServerId virtualServer, String fileName, String actor, Instant now) {
        jdbc.sql("""
                insert into token_import (id, virtual_server_id, file_name, actor, created_at) values (?, ?, ?, ?, ?)
                """)
                .params(id.value(), virtualServer.value(), fileName, actor, at(now))
                .update();
    }

    void insert(TokenImportId id, VirtualServerId virtualServer, ImportLine line, @Nullable ImportSeed seed) {
        jdbc.sql("""
                insert into token_import_line (import_id, virtual_server_id, position, fault, serial, manufacturer, token_id,
                                               mode, algorithm, length, step_seconds, last_spent, policy_string, sealed_seed)
                values (:import, :virtualServer, :position, :fault, :serial, :manufacturer, :token, :mode, :algorithm, :length,
                        :step, :spent, :policy, :seed)
                """)
                .param("import", id.value())
                .param("virtualServer", virtualServer.value())
                .param("position", line.position())
                .param("fault", line.fault() == null ? null : line.fault().name())
                .param("serial", line.serial())
                .param("manufacturer", line.manufacturer())
                .param("token", seed == null ? null : seed.token.value())
                .param("mode", line.mode() == null ? null : line.mode().name())
                .param(
                        "algorithm",
                        line.algorithm() == null ? null : line.algorithm().name())
                .param("length", line.length())
                .param("step", line.stepSeconds())
                .param("spent", seed == null ? null : seed.lastSpent)
                .param("policy", seed == null ? null : seed.policyString)
                .param("seed", seed == null ? null : seed.sealedSeed)
                .update();
    }

    Optional<StagedImport> find(VirtualServerId virtualServer, TokenImportId id) {
        return jdbc.sql("select * from token_import where virtual_server_id = ? and id = ?")
                .params(virtualServer.value(), id.value())
                .query((row, number) -> new StagedImport(
                        id,
                        row.getString("file_name"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        lines(virtualServer, id)))
                .optional();
    }

    /** Keeps others from importing it too; false when it is gone. */
    boolean lock(VirtualServerId virtualServer, TokenImportId id) {
        return jdbc.sql("select 1 from token_import where virtual_server_id = ? and id = ? for update")
                .params(virtualServer.value(), id.value())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Lets one transaction at a time bring serial numbers into a virtual server. */
    void lockSerials(VirtualServerId virtualServer) {
        jdbc.sql("select 1 from pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param("serial numbers of " + virtualServer)
                .query(Integer.class)
                .single();
    }

    /** A token that was made. */
    record Made(TokenId id, String serial) {}

    private List<ImportLine> lines(VirtualServerId virtualServer, TokenImportId id) {
        return jdbc.sql(
                        "select * from token_import_line where virtual_server_id = ? and import_id = ? order by position")
                .params(virtualServer.value(), id.value())
                .query((row, number) -> line(row))
                .list();
    }

    Set<String> known(VirtualServerId virtualServer, Collection<String> serials) {
        return jdbc.sql("select serial from token where virtual_server_id = ? and serial = any(?)")
                .params(virtualServer.value(), serials.toArray(String[]::new))
                .query(String.class)
                .set();
    }

    /** Marks lines whose serial number is in use by now. */
    void markKnown(VirtualServerId virtualServer, TokenImportId id) {
        jdbc.sql("""
                update token_import_line line set fault = 'HERE_ALREADY', sealed_seed = null
                where virtual_server_id = :virtualServer and import_id = :import and fault is null
                  and exists (select 1 from token
                              where token.virtual_server_id = :virtualServer and token.serial = line.serial)
                """)
                .param("virtualServer", virtualServer.value())
                .param("import", id.value())
                .update();
    }

    /** Makes tokens of all lines without a fault; with the windows and locks that hold now. */
    List<Made> importGood(VirtualServerId virtualServer, TokenImportId id, PolicySettings settings, Instant now) {
        return jdbc.sql("""
                        insert into token (id, virtual_server_id, serial, kind, manufacturer, state, mode, algorithm, alphabet,
                                           length, step_seconds, drift_steps, look_ahead, resynchronise_window,
                                           policy_string, sealed_seed, last_spent, lock_threshold, lock_seconds, failure_cap,
                                           created_at, state_at)
                        select token_id, virtual_server_id, serial, 'HARDWARE', manufacturer, 'INVENTORY', mode, algorithm,
                               'DECIMAL', length, step_seconds, :drift, :lookAhead, :window, policy_string, sealed_seed,
                               last_spent, :threshold, :seconds, :cap, :now, :now
                        from token_import_line
                        where virtual_server_id = :virtualServer and import_id = :import and fault is null
                        returning id, serial
                        """)
                .param("drift", settings.tokens().driftSteps())
                .param("lookAhead", settings.tokens().lookAhead())
                .param("window", settings.tokens().resynchroniseWindow())
                .param("threshold", settings.locks().threshold())
                .param("seconds", settings.locks().seconds())
                .param("cap", settings.locks().failureCap())
                .param("now", at(now))
                .param("virtualServer", virtualServer.value())
                .param("import", id.value())
                .query((row, number) -> new Made(new TokenId(row.getObject(1, UUID.class)), row.getString(2)))
                .list();
    }

    boolean delete(VirtualServerId virtualServer, TokenImportId id) {
        return jdbc.sql("delete from token_import where virtual_server_id = ? and id = ?")
                        .params(virtualServer.value(), id.value())
                        .update()
                == 1;
    }

    void forgetBefore(Instant moment) {
        jdbc.sql("delete from token_import where created_at < ?")
                .param(at(moment))
                .update();
    }

    private static ImportLine line(ResultSet row) throws SQLException {
        String fault = row.getString("fault");
        String mode = row.getString("mode");
        String algorithm = row.getString("algorithm");
        return new ImportLine(
                row.getInt("position"),
                row.getString("serial"),
                fault == null ? null : ImportLine.Fault.valueOf(fault),
                row.getString("manufacturer"),
                mode == null ? null : TokenMode.valueOf(mode),
                algorithm == null ? null : HashAlgorithm.valueOf(algorithm),
                row.getInt("length"),
                row.getInt("step_seconds"));
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
