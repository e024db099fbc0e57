package org.countersign.server.tokens;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of looking tokens up. */
@Component
class TokenRegisterStore {
    /** Failures up to the cap lock a token without a change of state. */
    private static final String STATE =
            " case when state = 'ACTIVE' and consecutive_failures >= failure_cap then 'LOCKED' else state end";

    private final JdbcClient jdbc;

    TokenRegisterStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Token> page(VirtualServerId virtualServer, TokenFilter filter, int limit) {
        TokenFilter.Position after = filter.after();
        return jdbc.sql("""
                        select * from token
                        where virtual_server_id = :virtualServer
                          and (strpos(lower(serial), lower(:serial)) > 0 or user_id = any(:owners))
                          and (:after::text is null or (state = 'INVENTORY', serial) > (:free, :after::text))
                          and (:state::text is null or :state::text =
                        """ + STATE + ") order by (state = 'INVENTORY'), serial limit :limit")
                .param("virtualServer", virtualServer.value())
                .param("serial", filter.serial().strip())
                .param("owners", filter.owners().stream().map(UserId::value).toArray(UUID[]::new))
                .param("state", filter.state() == null ? null : filter.state().name())
                .param("after", after == null ? null : after.serial())
                .param("free", after != null && after.free())
                .param("limit", limit)
                .query((row, number) -> TokenRow.read(row))
                .list();
    }

    Map<TokenState, Integer> countByState(VirtualServerId virtualServer) {
        Map<TokenState, Integer> counts = new EnumMap<>(TokenState.class);
        jdbc.sql("select " + STATE + " as shown, count(*) from token where virtual_server_id = ? group by 1")
                .param(virtualServer.value())
                .query(row -> {
                    counts.put(TokenState.valueOf(row.getString(1)), row.getInt(2));
                });
        return counts;
    }
}
