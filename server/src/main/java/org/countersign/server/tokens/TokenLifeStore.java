package org.countersign.server.tokens;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of acts on tokens: each is one conditional update, and its row count decides. */
@Component
class TokenLifeStore {
    private final JdbcClient jdbc;

    TokenLifeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Does an act if nothing came between since {@code token} was read.
     *
     * @return the token afterwards, or nothing
     */
    Optional<Token> act(Token token, TokenAct act, TokenState to, Instant now) {
        boolean isFreed = to == TokenState.INVENTORY;
        boolean isDevice = token.standing().kind() == TokenKind.HARDWARE;
        boolean isErased = !isDevice && (isFreed || act == TokenAct.REVOKE || act == TokenAct.FAIL);
        Optional<Token> after = jdbc.sql("""
                        update token
                        set state = :to, acts = acts + 1, state_at = :now,
                            sealed_seed = case when :isErased then null else sealed_seed end,
                            kind = case when :isFreed and kind = 'STANDARD' then 'APP' else kind end,
                            user_id = case when :isFreed then null else user_id end,
                            name = case when :isFreed then null else name end,
                            policy_level = case when :isFreed then 0 else policy_level end,
                            activated_at = case when :isFreed then null else activated_at end,
                            last_used_at = case when :isFreed then null else last_used_at end,
                            pin_tries = case when :isFreed then 0 else pin_tries end,
                            consecutive_failures = case when :isCleared then 0 else consecutive_failures end,
                            locked_until = case when :isCleared then null else locked_until end
                        where virtual_server_id = :virtualServer and id = :id and state = :from and acts = :acts
                        returning *
                        """)
                .param("to", to.name())
                .param("now", at(now))
                .param("isErased", isErased)
                .param("isFreed", isFreed)
                .param("isCleared", isFreed || act == TokenAct.UNLOCK)
                .param("virtualServer", token.virtualServer().value())
                .param("id", token.id().value())
                .param("from", token.state().name())
                .param("acts", token.standing().acts())
                .query((row, number) -> TokenRow.read(row))
                .optional();
        if (after.isPresent() && isFreed) {
            forgetUser(token.id());
        }
        return after;
    }

    /**
     * Puts a token that waits for this user, and was never put to use, back into the inventory.
     *
     * @return the token as it was, or nothing
     */
    Optional<Token> giveBack(VirtualServerId virtualServer, UserId user, TokenId token, Instant now) {
        return waiting(virtualServer, user).stream()
                .filter(found -> found.id().equals(token))
                .findFirst()
                .filter(found ->
                        act(found, TokenAct.RETURN, TokenState.INVENTORY, now).isPresent());
    }

    /** Puts all that waits for a user back into the inventory; returns the tokens as they were. */
    List<Token> giveBack(VirtualServerId virtualServer, UserId user, Instant now) {
        return waiting(virtualServer, user).stream()
                .filter(found ->
                        act(found, TokenAct.RETURN, TokenState.INVENTORY, now).isPresent())
                .toList();
    }

    private List<Token> waiting(VirtualServerId virtualServer, UserId user) {
        return jdbc.sql("""
                        select * from token where virtual_server_id = ? and user_id = ? and state = 'ASSIGNED'
                        order by serial for update
                        """)
                .params(virtualServer.value(), user.value())
                .query((row, number) -> TokenRow.read(row))
                .list();
    }

    /** Takes a seed and a device that were never put to use from a token that goes on waiting for this user. */
    void unbind(VirtualServerId virtualServer, UserId user, TokenId token) {
        int rows = jdbc.sql("""
                        update token set sealed_seed = null, kind = 'APP', name = null, acts = acts + 1
                        where virtual_server_id = ? and user_id = ? and id = ? and state = 'ASSIGNED' and kind <> 'HARDWARE'
                        """)
                .params(virtualServer.value(), user.value(), token.value())
                .update();
        if (rows == 1) {
            forgetUser(token);
        }
    }

    /** What its user had with it is nobody's any more: the device that holds it, the PIN, the open questions. */
    private void forgetUser(TokenId token) {
        for (String table : List.of("device", "server_pin", "pin_message", "challenge")) {
            jdbc.sql("delete from " + table + " where token_id = ?")
                    .param(token.value())
                    .update();
        }
    }

    /** Gives a free hardware token to a user: it keeps its seed and starts above everything spent. */
    Optional<Token> handOut(Token token, UserId user, Instant now) {
        return jdbc.sql("""
                        update token
                        set state = 'ACTIVE', user_id = :user, acts = acts + 1, state_at = :now, activated_at = :now,
                            name = coalesce(manufacturer, 'Hardware token'), consecutive_failures = 0, locked_until = null
                        where virtual_server_id = :virtualServer and id = :id and state = 'INVENTORY' and kind = 'HARDWARE'
                          and acts = :acts
                        returning *
                        """)
                .param("user", user.value())
                .param("now", at(now))
                .param("virtualServer", token.virtualServer().value())
                .param("id", token.id().value())
                .param("acts", token.standing().acts())
                .query((row, number) -> TokenRow.read(row))
                .optional();
    }

    /** Charges a try to prove a hardware token that nobody has, before it is looked at. */
    Optional<TokenUse> chargeFree(Token token, Instant now) {
        return jdbc.sql(TokenStore.CHARGE
                        + " and virtual_server_id = :virtualServer and id = :id and state = 'INVENTORY'"
                        + " and kind = 'HARDWARE'" + TokenStore.USE_COLUMNS)
                .param("now", at(now))
                .param("virtualServer", token.virtualServer().value())
                .param("id", token.id().value())
                .query((row, number) -> TokenUse.read(row))
                .optional();
    }

    /** Erases the seeds of software tokens that were lost so long ago; returns them, at most so many. */
    List<Token> eraseLost(Instant now, Duration kept, int limit) {
        return jdbc.sql("""
                        update token set sealed_seed = null, acts = acts + 1
                        where id in (select id from token
                                     where state = 'LOST' and sealed_seed is not null and kind <> 'HARDWARE'
                                       and state_at < :before
                                     order by state_at limit :limit for update skip locked)
                        returning *
                        """)
                .param("before", at(now.minus(kept)))
                .param("limit", limit)
                .query((row, number) -> TokenRow.read(row))
                .list();
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
