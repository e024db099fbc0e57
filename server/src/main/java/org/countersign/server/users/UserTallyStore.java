package org.countersign.server.users;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of folding counts of people. Triggers write down each change; counting adds the changes up. */
@Component
class UserTallyStore {
    private final JdbcClient jdbc;

    UserTallyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Returns the virtual servers with more than {@code rows} changes to add up. */
    List<UUID> unfolded(int rows) {
        return jdbc.sql("select virtual_server_id from user_tally group by 1 having count(*) > ?")
                .param(rows)
                .query(UUID.class)
                .list();
    }

    /** Puts one row in the place of many. The count is the same before and after. */
    void fold(UUID virtualServer) {
        jdbc.sql("""
                with changes as (delete from user_tally where virtual_server_id = :virtualServer returning *)
                insert into user_tally
                select virtual_server_id, sum(people) from changes group by 1 having sum(people) <> 0
                """).param("virtualServer", virtualServer).update();
    }
}
