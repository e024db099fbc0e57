package org.countersign.server.users;

import java.time.InstantSource;
import java.util.Optional;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The planted bug: looks for a user with what was typed in the statement itself. */
public final class CarelessUsers extends UserStore {
    private final JdbcOperations statements;

    private CarelessUsers(JdbcClient jdbc, InstantSource time, JdbcOperations statements) {
        super(jdbc, time);
        this.statements = statements;
    }

    /** Puts it in the place of a server's own. Not annotated, or every test's server would find it. */
    public static class Planted {
        @Bean
        @Primary
        UserStore carelessUsers(JdbcClient jdbc, InstantSource time, JdbcOperations statements) {
            return new CarelessUsers(jdbc, time, statements);
        }
    }

    @Override
    Optional<UserAccount> find(VirtualServerId virtualServer, String userName) {
        return statements
                .query(
                        "select * from user_account where virtual_server_id = '" + virtualServer.value()
                                + "' and state <> 'DELETED' and folded_name = lower('" + userName + "')",
                        (row, number) -> UserStore.account(row))
                .stream()
                .findFirst();
    }

    @Override
    Optional<Passwords.Candidate<UserAccount>> candidate(VirtualServerId virtualServer, String userName) {
        return find(virtualServer, userName).flatMap(found -> super.candidate(virtualServer, found.userName()));
    }
}
