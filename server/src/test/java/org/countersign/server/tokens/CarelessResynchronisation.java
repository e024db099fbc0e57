package org.countersign.server.tokens;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.countersign.server.kernel.TokenId;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The planted bug: a door beside the front door that looks at a token without charging it, as an operator's act may seem to be. */
class CarelessResynchronisation extends TokenStore {
    private final JdbcClient jdbc;

    CarelessResynchronisation(JdbcClient jdbc, InstantSource time) {
        super(jdbc, time);
        this.jdbc = jdbc;
    }

    /** Puts it in the place of a server's own. Not annotated, or every test's server would find it. */
    static class Planted {
        @Bean
        @Primary
        TokenStore carelessStore(JdbcClient jdbc, InstantSource time) {
            return new CarelessResynchronisation(jdbc, time);
        }
    }

    @Override
    Optional<TokenUse> charge(TokenId token, Instant now) {
        return jdbc.sql("select * from token where id = ? and state = 'ACTIVE'")
                .param(token.value())
                .query((row, number) -> TokenUse.read(row))
                .optional();
    }
}
