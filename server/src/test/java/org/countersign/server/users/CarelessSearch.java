package org.countersign.server.users;

import java.util.List;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The planted bug: puts what was typed into the statement itself. */
public final class CarelessSearch extends UserSearchStore {
    private final JdbcOperations statements;

    private CarelessSearch(JdbcClient jdbc, JdbcOperations statements) {
        super(jdbc, statements);
        this.statements = statements;
    }

    /** Puts it in the place of a server's own. Not annotated, or every test's server would find it. */
    public static class Planted {
        @Bean
        @Primary
        UserSearchStore carelessSearch(JdbcClient jdbc, JdbcOperations statements) {
            return new CarelessSearch(jdbc, statements);
        }
    }

    @Override
    List<UserAccount> page(VirtualServerId virtualServer, UserFilter filter, @Nullable String after, int limit) {
        if (filter.text().isEmpty()) {
            return super.page(virtualServer, filter, after, limit);
        }
        return statements.query(
                "select * from user_account where virtual_server_id = '" + virtualServer.value()
                        + "' and (user_name like '" + filter.text() + "%') limit " + limit,
                (row, number) -> UserStore.account(row));
    }
}
