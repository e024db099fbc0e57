package org.countersign.server.tokens;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.countersign.server.audit.SqlUpdate;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The planted bug: looks whether the passcode is spent, and then spends it, in two steps without lock or condition. */
class CarelessStore extends TokenStore {
    private final JdbcClient jdbc;

    CarelessStore(JdbcClient jdbc, InstantSource time) {
        super(jdbc, time);
        this.jdbc = jdbc;
    }

    /** Puts it in the place of a server's own. Not annotated, or every test's server would find it. */
    static class Planted {
        @Bean
        @Primary
        TokenStore carelessStore(JdbcClient jdbc, InstantSource time) {
            return new CarelessStore(jdbc, time);
        }
    }

    @Override
    List<TokenUse> charge(VirtualServerId virtualServer, UserId user, Instant now) {
        return jdbc.sql("select * from token where user_id = ? and state = 'ACTIVE'")
                .param(user.value())
                .query((row, number) -> TokenUse.read(row))
                .list();
    }

    @Override
    List<TokenUse> charge(VirtualServerId virtualServer, String userName, Instant now) {
        return jdbc.sql("""
                        select token.* from token join active_user on active_user.id = user_id
                        where active_user.virtual_server_id = ? and active_user.name = ? and token.state = 'ACTIVE'
                        """)
                .params(virtualServer.value(), userName)
                .query((row, number) -> TokenUse.read(row))
                .list();
    }

    @Override
    SqlUpdate spending(TokenId token, long movingFactor, Instant now) {
        return new SqlUpdate("update token set last_spent = ? where id = ?", List.of(movingFactor, token.value()));
    }
}
