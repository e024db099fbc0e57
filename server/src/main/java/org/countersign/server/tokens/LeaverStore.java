package org.countersign.server.tokens;

import java.util.List;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of tokens that go back unused. */
@Component
class LeaverStore {
    private final JdbcClient jdbc;

    LeaverStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Puts what a user was given and never used back into the inventory. */
    List<Token> release(VirtualServerId virtualServer, UserId user) {
        return jdbc.sql("""
                        update token set state = 'INVENTORY', user_id = null, name = null, sealed_seed = null
                        where virtual_server_id = ? and user_id = ? and state = 'ASSIGNED'
                        returning *
                        """)
                .params(virtualServer.value(), user.value())
                .query((row, number) -> TokenRow.read(row))
                .list();
    }
}
