package org.countersign.server.users;

import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of the rule for operators. */
@Component
class OperatorRuleStore {
    private final JdbcClient jdbc;

    OperatorRuleStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean secondFactor(VirtualServerId virtualServer) {
        return jdbc.sql("select second_factor from operator_rule where virtual_server_id = ?")
                .param(virtualServer.value())
                .query(Boolean.class)
                .optional()
                .orElse(true);
    }

    void change(VirtualServerId virtualServer, boolean secondFactor) {
        jdbc.sql("""
                insert into operator_rule (virtual_server_id, second_factor) values (?, ?)
                on conflict (virtual_server_id) do update set second_factor = excluded.second_factor
                """).params(virtualServer.value(), secondFactor).update();
    }
}
