package org.countersign.server.tokens;

import java.util.Optional;
import org.countersign.server.kernel.TokenId;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The planted bug: looks whether a try is left, and then counts it, in two steps without lock or condition. */
class CarelessPinStore extends PinStore {
    private final JdbcClient jdbc;

    CarelessPinStore(JdbcClient jdbc) {
        super(jdbc);
        this.jdbc = jdbc;
    }

    /** Puts it in the place of a server's own. Not annotated, or every test's server would find it. */
    static class Planted {
        @Bean
        @Primary
        PinStore carelessPinStore(JdbcClient jdbc) {
            return new CarelessPinStore(jdbc);
        }
    }

    @Override
    Optional<Charged> charge(TokenId token) {
        Optional<Charged> charged = jdbc.sql("""
                        select (pin_tries + 1)::smallint as pin_tries, pin_try_limit, algorithm, sealed_seed from token
                        where id = ? and pin_tries < pin_try_limit
                        """)
                .param(token.value())
                .query((row, number) -> new Charged(row))
                .optional();
        charged.ifPresent(counted -> jdbc.sql("update token set pin_tries = ? where id = ?")
                .params(counted.tries, token.value())
                .update());
        return charged;
    }
}
