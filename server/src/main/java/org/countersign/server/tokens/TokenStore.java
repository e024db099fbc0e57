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
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.users.Users;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of tokens. */
@Component
class TokenStore {
    /** Charges a failure before anything is looked at; the pause starts with the charge that reaches the threshold. */
    static final String CHARGE = """
            update token
            set consecutive_failures = consecutive_failures + 1,
                locked_until = case when (consecutive_failures + 1) % lock_threshold = 0
                                    then :now + lock_seconds * interval '1 second' end
            where consecutive_failures < failure_cap and (locked_until is null or locked_until <= :now)
            """;

    static final String USE_COLUMNS = """
             returning id, user_id, serial, mode, algorithm, alphabet, length, step_seconds, drift_steps, look_ahead,
                       resynchronise_window, clock_offset_steps, suite, last_spent, sealed_seed,
                       pin_kind, pin_minimum, lock_threshold, consecutive_failures,
                       failure_cap, locked_until
            """;

    private final JdbcClient jdbc;
    private final InstantSource time;

    TokenStore(JdbcClient jdbc, InstantSource time) {
        this.jdbc = jdbc;
        this.time = time;
    }

    void insertInventory(TokenId id, VirtualServerId virtualServer, PolicySettings settings) {
        TokenRulesStore.with(jdbc.sql("""
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

    /** Gives a user a free software token, or the one that waits for them already, with the rules of {@code settings}. */
    Optional<Token> assign(VirtualServerId virtualServer, UserId user, PolicySettings settings) {
        Optional<TokenId> waiting = jdbc.sql("""
                        select id from token
                        where virtual_server_id = ? and user_id = ? and state = 'ASSIGNED' and kind <> 'HARDWARE'
                        order by serial limit 1 for update
                        """)
                .params(virtualServer.value(), user.value())
                .query((row, number) -> new TokenId(row.getObject(1, UUID.class)))
                .optional();
        return waiting.or(() -> free(virtualServer)).flatMap(token -> assign(token, user, settings));
    }

    private Optional<TokenId> free(VirtualServerId virtualServer) {
        return jdbc.sql("""
                        select id from token where virtual_server_id = ? and state = 'INVENTORY' and kind = 'APP'
                        order by serial collate "C" limit 1 for update skip locked
                        """)
                .param(virtualServer.value())
                .query((row, number) -> new TokenId(row.getObject(1, UUID.class)))
                .optional();
    }

    private Optional<Token> assign(TokenId token, UserId user, PolicySettings settings) {
        return TokenRulesStore.with(jdbc.sql("""
                update token
                set state = 'ASSIGNED', kind = 'APP', user_id = :user, clock_offset_steps = 0, pin_tries = 0,
                    sealed_seed = null, name = null, last_spent = -1, consecutive_failures = 0, locked_until = null,
                    acts = acts + 1, state_at = :now,
                """ + TokenRulesStore.COLUMNS + """
                where id = :id and state in ('INVENTORY', 'ASSIGNED')
                returning *
                """), settings)
                .param("user", user.value())
                .param("id", token.value())
                .param("now", at(time.instant()))
                .query((row, number) -> TokenRow.read(row))
                .optional();
    }

    /** Gives a software token that still waits for its user the rules of {@code settings}. */
    Optional<Token> renew(Token token, PolicySettings settings) {
        return TokenRulesStore.with(jdbc.sql("update token set " + TokenRulesStore.COLUMNS + """
                where virtual_server_id = :virtualServer and id = :id and state = 'ASSIGNED' and kind <> 'HARDWARE'
                  and acts = :acts
                returning *
                """), settings)
                .param("virtualServer", token.virtualServer().value())
                .param("id", token.id().value())
                .param("acts", token.standing().acts())
                .query((row, number) -> TokenRow.read(row))
                .optional();
    }

    /** Reserves this free software token for a user; it gets its rules when it is provisioned. */
    Optional<Token> reserve(Token token, UserId user) {
        return jdbc.sql("""
                        update token set state = 'ASSIGNED', user_id = ?, acts = acts + 1, state_at = ?
                        where virtual_server_id = ? and id = ? and state = 'INVENTORY' and kind = 'APP' and acts = ?
                        returning *
                        """)
                .params(
                        user.value(),
                        at(time.instant()),
                        token.virtualServer().value(),
                        token.id().value(),
                        token.standing().acts())
                .query((row, number) -> TokenRow.read(row))
                .optional();
    }

    /** The token may have been taken from its user meanwhile, and given to another one: then nothing is stored. */
    boolean storeSeed(TokenId token, UserId user, byte[] sealedSeed, String name) {
        return jdbc.sql("""
                        update token set sealed_seed = ?, name = ?, last_spent = -1, clock_offset_steps = 0,
                                         consecutive_failures = 0, locked_until = null
                        where id = ? and user_id = ? and state = 'ASSIGNED'
                        """)
                        .params(sealedSeed, name, token.value(), user.value())
                        .update()
                == 1;
    }

    boolean storeStandardSeed(Token token, byte[] sealedSeed, PolicySettings settings) {
        return jdbc.sql("""
                        update token
                        set sealed_seed = :seed, kind = 'STANDARD', name = 'Standard app', mode = 'TOTP', algorithm = 'SHA1',
                            alphabet = 'DECIMAL', length = 6, step_seconds = 30, suite = null, policy_string = :policy,
                            pin_kind = 'NONE', last_spent = -1, clock_offset_steps = 0, consecutive_failures = 0,
                            locked_until = null
                        where virtual_server_id = :virtualServer and id = :id and state = 'ASSIGNED' and acts = :acts
                        """)
                        .param("seed", sealedSeed)
                        .param("policy", WithoutApp.standard(settings).policyString())
                        .param("virtualServer", token.virtualServer().value())
                        .param("id", token.id().value())
                        .param("acts", token.standing().acts())
                        .update()
                == 1;
    }

    void activate(TokenId token, int policyLevel, Instant now) {
        jdbc.sql("""
                        update token
                        set state = 'ACTIVE', policy_level = ?, activated_at = ?, state_at = ?, acts = acts + 1
                        where id = ? and state = 'ASSIGNED'
                        """).params(policyLevel, at(now), at(now), token.value()).update();
    }

    Optional<TokenUse> chargeAssigned(TokenId token, UserId user, Instant now) {
        return jdbc.sql(CHARGE + " and id = :id and user_id = :user and state = 'ASSIGNED' and sealed_seed is not null"
                        + USE_COLUMNS)
                .param("id", token.value())
                .param("user", user.value())
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
        return jdbc.sql("select * from token where serial = ? and kind <> 'HARDWARE'")
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

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
