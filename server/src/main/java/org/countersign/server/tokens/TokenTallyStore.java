package org.countersign.server.tokens;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.server.kernel.Reach;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of counting tokens. Triggers write down each change of a state; counting adds the changes up. */
@Component
class TokenTallyStore {
    private final JdbcClient jdbc;

    TokenTallyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    int free(VirtualServerId virtualServer) {
        return jdbc.sql("""
                        select coalesce(sum(tokens), 0) from token_tally
                        where virtual_server_id = ? and kind = 'APP' and state = 'INVENTORY'
                        """).param(virtualServer.value()).query(Integer.class).single();
    }

    /** Counts the tokens that a virtual server has, given out or free, in whatever state: each keeps its serial number. */
    HeldTokens held(VirtualServerId virtualServer) {
        return jdbc.sql("""
                        select coalesce(sum(tokens) filter (where kind <> 'HARDWARE'), 0),
                               coalesce(sum(tokens) filter (where kind = 'HARDWARE'), 0)
                        from token_tally where virtual_server_id = ?
                        """)
                .param(virtualServer.value())
                .query((row, number) -> new HeldTokens(row.getInt(1), row.getInt(2)))
                .single();
    }

    /** A token with too many failures counts as locked. */
    Map<TokenState, Integer> byState(VirtualServerId virtualServer) {
        Map<TokenState, Integer> counts = new EnumMap<>(TokenState.class);
        byKind(virtualServer)
                .values()
                .forEach(ofKind -> ofKind.forEach((state, tokens) -> counts.merge(state, tokens, Integer::sum)));
        return counts;
    }

    /** A token with too many failures counts as locked. */
    Map<TokenKind, Map<TokenState, Integer>> byKind(VirtualServerId virtualServer) {
        if (Reach.within().isPresent()) {
            return ofSomePeople(virtualServer);
        }
        Map<TokenKind, Map<TokenState, Integer>> counts = new EnumMap<>(TokenKind.class);
        jdbc.sql("select kind, state, sum(tokens) from token_tally where virtual_server_id = ? group by kind, state")
                .param(virtualServer.value())
                .query(row -> {
                    add(
                            counts,
                            TokenKind.valueOf(row.getString(1)),
                            TokenState.valueOf(row.getString(2)),
                            row.getInt(3));
                });
        jdbc.sql(
                        "select kind, count(*) from token where virtual_server_id = ? and state = 'ACTIVE' and capped group by kind")
                .param(virtualServer.value())
                .query(row -> {
                    TokenKind kind = TokenKind.valueOf(row.getString(1));
                    add(counts, kind, TokenState.ACTIVE, -row.getInt(2));
                    add(counts, kind, TokenState.LOCKED, row.getInt(2));
                });
        return counts;
    }

    /** What is written down is about everybody: for whoever sees some people theirs are counted, and what is free for all. */
    private Map<TokenKind, Map<TokenState, Integer>> ofSomePeople(VirtualServerId virtualServer) {
        Map<TokenKind, Map<TokenState, Integer>> counts = new EnumMap<>(TokenKind.class);
        jdbc.sql("""
                        select token.kind,
                               case when token.state = 'ACTIVE' and token.capped then 'LOCKED' else token.state end, count(*)
                        from user_account person join token on token.user_id = person.id
                        where person.virtual_server_id = :virtualServer and token.virtual_server_id = :virtualServer
                        group by 1, 2
                        """).param("virtualServer", virtualServer.value()).query(row -> {
            add(counts, TokenKind.valueOf(row.getString(1)), TokenState.valueOf(row.getString(2)), row.getInt(3));
        });
        add(counts, TokenKind.APP, TokenState.INVENTORY, free(virtualServer));
        return counts;
    }

    private static void add(
            Map<TokenKind, Map<TokenState, Integer>> counts, TokenKind kind, TokenState state, int tokens) {
        counts.computeIfAbsent(kind, first -> new EnumMap<>(TokenState.class)).merge(state, tokens, Integer::sum);
    }

    /** Returns the virtual servers with more than {@code rows} changes to add up. */
    List<VirtualServerId> unfolded(int rows) {
        return jdbc.sql("select virtual_server_id from token_tally group by 1 having count(*) > ?")
                .param(rows)
                .query((row, number) -> new VirtualServerId(row.getObject(1, UUID.class)))
                .list();
    }

    /** Puts one row per kind and state in the place of many. Counts are the same before and after. */
    void fold(VirtualServerId virtualServer) {
        jdbc.sql("""
                with changes as (delete from token_tally where virtual_server_id = :virtualServer returning *)
                insert into token_tally
                select virtual_server_id, kind, state, sum(tokens) from changes group by 1, 2, 3 having sum(tokens) <> 0
                """).param("virtualServer", virtualServer.value()).update();
    }
}
