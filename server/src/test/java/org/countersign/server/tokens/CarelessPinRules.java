package org.countersign.server.tokens;

import java.time.Instant;
import java.util.Optional;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.PinPlace;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The planted bug: takes a server PIN on either side and at any age, whatever the virtual server's rules say. */
class CarelessPinRules extends PinStore {
    CarelessPinRules(JdbcClient jdbc) {
        super(jdbc);
    }

    /** Puts it in the place of a server's own. Not annotated, or every test's server would find it. */
    static class Planted {
        @Bean
        @Primary
        PinStore carelessPinRules(JdbcClient jdbc) {
            return new CarelessPinRules(jdbc);
        }
    }

    @Override
    PinPlace place(VirtualServerId virtualServer) {
        return PinPlace.EITHER;
    }

    @Override
    Optional<Integer> due(TokenId token, Instant now) {
        return wasGiven(token) ? super.due(token, now) : Optional.empty();
    }
}
