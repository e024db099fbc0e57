package org.countersign.server.tokens;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.countersign.otp.HashAlgorithm;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.PinPlace;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of PINs. */
@Component
class PinStore {
    private final JdbcClient jdbc;

    PinStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A token whose try has been charged. */
    static final class Charged {
        final int tries;
        final int limit;
        final HashAlgorithm algorithm;
        final byte[] sealedSeed;

        Charged(ResultSet row) throws SQLException {
            tries = row.getInt("pin_tries");
            limit = row.getInt("pin_try_limit");
            algorithm = HashAlgorithm.valueOf(row.getString("algorithm"));
            sealedSeed = row.getBytes("sealed_seed");
        }
    }

    /** Charges a try before anything is looked at; nothing when none is left. */
    Optional<Charged> charge(TokenId token) {
        return jdbc.sql("""
                        update token set pin_tries = pin_tries + 1
                        where id = ? and state = 'ACTIVE' and pin_kind = 'TOKEN' and pin_tries < pin_try_limit
                        returning pin_tries, pin_try_limit, algorithm, sealed_seed
                        """)
                .param(token.value())
                .query((row, number) -> new Charged(row))
                .optional();
    }

    void clear(TokenId token) {
        jdbc.sql("update token set pin_tries = 0 where id = ?")
                .param(token.value())
                .update();
    }

    void refund(TokenId token) {
        jdbc.sql("update token set pin_tries = greatest(pin_tries - 1, 0) where id = ?")
                .param(token.value())
                .update();
    }

    boolean lock(TokenId token, Instant now) {
        return jdbc.sql("""
                        update token set state = 'LOCKED', acts = acts + 1, state_at = ? where id = ? and state = 'ACTIVE'
                        """).params(at(now), token.value()).update() == 1;
    }

    /** Takes a message once. */
    boolean take(TokenId token, String jti, Instant now) {
        return jdbc.sql("insert into pin_message (token_id, jti, at) values (?, ?, ?) on conflict do nothing")
                        .params(token.value(), jti, at(now))
                        .update()
                == 1;
    }

    void forget(Instant before) {
        jdbc.sql("delete from pin_message where at < ?").param(at(before)).update();
    }

    Optional<String> hash(TokenId token) {
        return jdbc.sql("select pin_hash from server_pin where token_id = ?")
                .param(token.value())
                .query(String.class)
                .optional();
    }

    /** Returns the version of a PIN that waits to be changed by its user: an operator set it, or it is too old. */
    Optional<Integer> due(TokenId token, Instant now) {
        return jdbc.sql("""
                        select pin.version
                        from server_pin pin
                        join token on token.id = pin.token_id
                        left join server_pin_rule rule on rule.virtual_server_id = token.virtual_server_id
                        where pin.token_id = ?
                          and (pin.must_change or rule.days > 0 and pin.set_at <= ? - make_interval(days => rule.days))
                        """).params(token.value(), at(now)).query(Integer.class).optional();
    }

    /** Says whether an operator set the PIN, and its user has not yet changed it. */
    boolean wasGiven(TokenId token) {
        return jdbc.sql("select exists (select from server_pin where token_id = ? and must_change)")
                .param(token.value())
                .query(Boolean.class)
                .single();
    }

    /** Returns where people type their PIN: anywhere until somebody rules otherwise. */
    PinPlace place(VirtualServerId virtualServer) {
        return jdbc.sql("select place from server_pin_rule where virtual_server_id = ?")
                .param(virtualServer.value())
                .query(String.class)
                .optional()
                .map(PinPlace::valueOf)
                .orElse(PinPlace.EITHER);
    }

    /** Waits for whoever checks a passcode or PIN of the token, and makes others wait until the transaction ends. */
    void lockRow(TokenId token) {
        jdbc.sql("select 1 from token where id = ? for update")
                .param(token.value())
                .query(Integer.class)
                .optional();
    }

    void set(TokenId token, String hash, boolean mustChange, Instant now) {
        jdbc.sql("""
                        insert into server_pin (token_id, pin_hash, must_change, set_at) values (?, ?, ?, ?)
                        on conflict (token_id) do update
                        set pin_hash = excluded.pin_hash, must_change = excluded.must_change, set_at = excluded.set_at,
                            version = server_pin.version + 1
                        """).params(token.value(), hash, mustChange, at(now)).update();
    }

    /** Replaces the PIN of this version if the token is in use; each change makes another version. */
    boolean choose(TokenId token, int version, String hash, Instant now) {
        return jdbc.sql("""
                        update server_pin set pin_hash = ?, must_change = false, set_at = ?, version = version + 1
                        where token_id = ? and version = ?
                          and exists (select 1 from token where id = token_id and state = 'ACTIVE')
                        """).params(hash, at(now), token.value(), version).update() == 1;
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
