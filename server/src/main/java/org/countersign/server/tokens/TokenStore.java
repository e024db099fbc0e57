package org.countersign.server.tokens;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.audit.SqlUpdate;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.PinCharacters;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.TokenRules;
import org.countersign.server.users.Users;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of tokens. */
@Component
class TokenStore {
    /** Charges a failure before anything is looked at; the pause starts with the charge that reaches the threshold. */
    private static final String CHARGE = """
            update token
            set consecutive_failures = consecutive_failures + 1,
                locked_until = case when (consecutive_failures + 1) % lock_threshold = 0
                                    then :now + lock_seconds * interval '1 second' end
            where consecutive_failures < failure_cap and (locked_until is null or locked_until <= :now)
            """;

    private static final String USE_COLUMNS = """
             returning id, user_id, serial, mode, algorithm, alphabet, length, step_seconds, drift_steps, look_ahead,
                       resynchronise_window, clock_offset_steps, suite, last_spent, sealed_seed,
                       pin_kind, pin_minimum, lock_threshold, consecutive_failures
            """;

    private final JdbcClient jdbc;
    private final InstantSource time;

    TokenStore(JdbcClient jdbc, InstantSource time) {
        this.jdbc = jdbc;
        this.time = time;
    }

    void insertInventory(TokenId id, VirtualServerId virtualServer, PolicySettings settings) {
        rules(jdbc.sql("""
                insert into token (id, virtual_server_id, serial, state, mode, algorithm, alphabet, length, step_seconds,
                                   drift_steps, look_ahead, resynchronise_window, suite, policy_string, lock_threshold,
                                   lock_seconds, failure_cap, pin_kind, pin_minimum, pin_maximum, pin_letters,
                                   pin_try_limit, created_at)
                values (:id, :virtualServer, 'CS' || nextval('token_serial'), 'INVENTORY', :mode, :algorithm, :alphabet,
                        :length, :stepSeconds, :driftSteps, :lookAhead, :resynchroniseWindow, :suite, :policyString,
                        :lockThreshold, :lockSeconds, :failureCap, :pinKind, :pinMinimum, :pinMaximum, :pinLetters,
                        :pinTryLimit, :now)
                """), settings)
                .param("id", id.value())
                .param("virtualServer", virtualServer.value())
                .param("now", at(time.instant()))
                .update();
    }

    Optional<Token> assign(VirtualServerId virtualServer, UserId user, PolicySettings settings) {
        return rules(jdbc.sql("""
                update token
                set state = 'ASSIGNED', user_id = :user, mode = :mode, algorithm = :algorithm, alphabet = :alphabet,
                    length = :length, step_seconds = :stepSeconds, drift_steps = :driftSteps, look_ahead = :lookAhead,
                    resynchronise_window = :resynchroniseWindow, suite = :suite, clock_offset_steps = 0,
                    policy_string = :policyString, lock_threshold = :lockThreshold, lock_seconds = :lockSeconds,
                    failure_cap = :failureCap, pin_kind = :pinKind, pin_minimum = :pinMinimum, pin_maximum = :pinMaximum,
                    pin_letters = :pinLetters, pin_try_limit = :pinTryLimit, pin_tries = 0, sealed_seed = null, name = null, last_spent = -1,
                    consecutive_failures = 0, locked_until = null
                where id = (select id from token
                            where virtual_server_id = :virtualServer
                              and (state = 'INVENTORY' or (state = 'ASSIGNED' and user_id = :user))
                            order by (state = 'INVENTORY'), serial limit 1 for update skip locked)
                returning *
                """), settings)
                .param("user", user.value())
                .param("virtualServer", virtualServer.value())
                .query((row, number) -> TokenRow.read(row))
                .optional();
    }

    private static JdbcClient.StatementSpec rules(JdbcClient.StatementSpec statement, PolicySettings settings) {
        TokenRules tokens = settings.tokens();
        return statement
                .param("mode", tokens.mode().name())
                .param("algorithm", tokens.algorithm().name())
                .param("alphabet", tokens.alphabet().name())
                .param("length", tokens.length())
                .param("stepSeconds", tokens.stepSeconds())
                .param("driftSteps", tokens.driftSteps())
                .param("lookAhead", tokens.lookAhead())
                .param("resynchroniseWindow", tokens.resynchroniseWindow())
                .param("suite", tokens.suite())
                .param("policyString", settings.policyString())
                .param("lockThreshold", settings.locks().threshold())
                .param("lockSeconds", settings.locks().seconds())
                .param("failureCap", settings.locks().failureCap())
                .param("pinKind", settings.pin().kind().name())
                .param("pinMinimum", settings.pin().minimum())
                .param("pinMaximum", settings.pin().maximum())
                .param("pinLetters", settings.pin().characters() == PinCharacters.ALNUM)
                .param("pinTryLimit", settings.pin().tries());
    }

    boolean storeSeed(TokenId token, byte[] sealedSeed, String name) {
        return jdbc.sql("""
                        update token set sealed_seed = ?, name = ?, last_spent = -1, clock_offset_steps = 0,
                                         consecutive_failures = 0, locked_until = null
                        where id = ? and state = 'ASSIGNED'
                        """).params(sealedSeed, name, token.value()).update() == 1;
    }

    void activate(TokenId token, int policyLevel, Instant now) {
        jdbc.sql(
                        "update token set state = 'ACTIVE', policy_level = ?, activated_at = ? where id = ? and state = 'ASSIGNED'")
                .params(policyLevel, at(now), token.value())
                .update();
    }

    Optional<TokenUse> chargeAssigned(TokenId token, Instant now) {
        return jdbc.sql(CHARGE + " and id = :id and state = 'ASSIGNED' and sealed_seed is not null" + USE_COLUMNS)
                .param("id", token.value())
                .param("now", at(now))
                .query((row, number) -> TokenUse.read(row))
                .optional();
    }

    Optional<TokenUse> charge(TokenId token, Instant now) {
        return jdbc.sql(CHARGE + " and id = :id and state = 'ACTIVE'" + USE_COLUMNS)
                .param("id", token.value())
                .param("now", at(now))
                .query((row, number) -> TokenUse.read(row))
                .optional();
    }

    List<TokenUse> charge(VirtualServerId virtualServer, UserId user, Instant now) {
        return jdbc.sql(CHARGE
                        + " and user_id = :user and virtual_server_id = :virtualServer and state = 'ACTIVE' and mode <> 'OCRA'"
                        + USE_COLUMNS)
                .param("user", user.value())
                .param("virtualServer", virtualServer.value())
                .param("now", at(now))
                .query((row, number) -> TokenUse.read(row))
                .list();
    }

    List<TokenUse> charge(VirtualServerId virtualServer, String userName, Instant now) {
        return jdbc.sql(CHARGE + """
                         and user_id = (select id from active_user
                                        where virtual_server_id = :virtualServer and name = lower(:userName))
                         and virtual_server_id = :virtualServer and state = 'ACTIVE' and mode <> 'OCRA'
                        """ + USE_COLUMNS)
                .param("userName", Users.searchable(userName))
                .param("virtualServer", virtualServer.value())
                .param("now", at(now))
                .query((row, number) -> TokenUse.read(row))
                .list();
    }

    /** Spends a time step or counter: whoever changes the row has it, nobody else ever will. */
    boolean spend(TokenId token, long movingFactor, Instant now) {
        SqlUpdate spending = spending(token, movingFactor, now);
        return jdbc.sql(spending.sql()).params(spending.parameters()).update() == 1;
    }

    /** The statement of {@link #spend}, to be sent together with its record. */
    SqlUpdate spending(TokenId token, long movingFactor, Instant now) {
        return new SqlUpdate("""
                update token
                set last_spent = ?, consecutive_failures = 0, locked_until = null, last_used_at = ?
                where id = ? and last_spent < ?
                """, List.of(movingFactor, at(now), token.value(), movingFactor));
    }

    /** Takes back the charge of tokens that were tried beside the one that matched. */
    void refund(List<TokenId> tokens) {
        for (TokenId token : tokens) {
            jdbc.sql("""
                    update token
                    set locked_until = case when consecutive_failures % lock_threshold = 0 then null else locked_until end,
                        consecutive_failures = greatest(consecutive_failures - 1, 0)
                    where id = ?
                    """).param(token.value()).update();
        }
    }

    Optional<Instant> pausedUntil(VirtualServerId virtualServer, UserId user, Instant now) {
        return jdbc.sql("""
                        select case when consecutive_failures >= failure_cap then 'infinity' else locked_until end
                        from token
                        where virtual_server_id = ? and user_id = ? and state = 'ACTIVE' and mode <> 'OCRA'
                          and (consecutive_failures >= failure_cap or locked_until > ?)
                        order by 1 limit 1
                        """)
                .params(virtualServer.value(), user.value(), at(now))
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** Returns the virtual server that a token is of, whichever it is. */
    Optional<VirtualServerId> home(String serial) {
        return jdbc.sql("select virtual_server_id from token_home where serial = ?")
                .param(serial)
                .query((row, number) -> new VirtualServerId(row.getObject(1, UUID.class)))
                .optional();
    }

    Optional<Token> find(String serial) {
        return jdbc.sql("select * from token where serial = ?")
                .param(serial)
                .query((row, number) -> TokenRow.read(row))
                .optional();
    }

    Optional<Token> find(VirtualServerId virtualServer, TokenId id) {
        return jdbc.sql("select * from token where virtual_server_id = ? and id = ?")
                .params(virtualServer.value(), id.value())
                .query((row, number) -> TokenRow.read(row))
                .optional();
    }

    Set<TokenId> outOfUse(Collection<TokenId> ids) {
        return jdbc.sql("select id from token where id = any(?) and state <> 'ACTIVE'")
                .param(ids.stream().map(TokenId::value).toArray(UUID[]::new))
                .query((row, number) -> new TokenId(row.getObject(1, UUID.class)))
                .set();
    }

    List<Token> of(VirtualServerId virtualServer, UserId user) {
        return jdbc.sql("select * from token where virtual_server_id = ? and user_id = ? order by serial desc")
                .params(virtualServer.value(), user.value())
                .query((row, number) -> TokenRow.read(row))
                .list();
    }

    List<Token> search(VirtualServerId virtualServer, String text, int limit) {
        return jdbc.sql("""
                        select * from token
                        where virtual_server_id = ? and strpos(lower(serial), lower(?)) > 0
                        order by (state = 'INVENTORY'), serial limit ?
                        """)
                .params(virtualServer.value(), text.strip(), limit)
                .query((row, number) -> TokenRow.read(row))
                .list();
    }

    /** Counts the tokens that a virtual server has, given out or free. */
    int held(VirtualServerId virtualServer) {
        return jdbc.sql("select count(*) from token where virtual_server_id = ? and state <> 'REVOKED'")
                .param(virtualServer.value())
                .query(Integer.class)
                .single();
    }

    int inventory(VirtualServerId virtualServer) {
        return jdbc.sql("select count(*) from token where virtual_server_id = ? and state = 'INVENTORY'")
                .param(virtualServer.value())
                .query(Integer.class)
                .single();
    }

    Optional<Token> revoke(VirtualServerId virtualServer, TokenId token) {
        return jdbc.sql("""
                        update token set state = 'REVOKED', sealed_seed = null
                        where virtual_server_id = ? and id = ? and state in ('ASSIGNED', 'ACTIVE', 'SUSPENDED', 'LOCKED')
                        returning *
                        """)
                .params(virtualServer.value(), token.value())
                .query((row, number) -> TokenRow.read(row))
                .optional();
    }

    boolean unlock(VirtualServerId virtualServer, TokenId token) {
        return jdbc.sql("""
                        update token set consecutive_failures = 0, locked_until = null
                        where virtual_server_id = ? and id = ? and state = 'ACTIVE'
                        """).params(virtualServer.value(), token.value()).update() == 1;
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
