package org.countersign.server.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.countersign.server.audit.Audit;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.Sealing;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Of many who use one passcode at the same moment exactly one is let in; and the test would notice if it were not so,
 * which its twin shows with the mistake that others made: read, then write.
 */
class PasscodeRaceTest {
    private static final RunningServer SERVER = RunningServer.get();
    private static final int PARALLEL = 16;

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final UserAccount alice = SERVER.newUser(acme, "alice");

    @Test
    void letsExactlyOneInOfSixteenInEveryRound() throws Exception {
        assertThat(mostAcceptedInARound(SERVER.part(Tokens.class), 300)).isEqualTo(1);
    }

    @Test
    void noticesAServerThatReadsAndThenWrites() throws Exception {
        Tokens careless = new Tokens(
                new CarelessStore(SERVER.part(JdbcClient.class), SERVER.part(InstantSource.class)),
                SERVER.part(Sealing.class),
                SERVER.part(Audit.class),
                SERVER.part(Randomness.class),
                SERVER.part(InstantSource.class),
                SERVER.part(TransactionOperations.class));
        assertThat(mostAcceptedInARound(careless, 30)).isGreaterThan(1);
    }

    private long mostAcceptedInARound(Tokens tokens, int rounds) throws InterruptedException, ExecutionException {
        TestToken token = TestToken.hotp(SERVER, alice);
        TransactionOperations transactions = SERVER.part(TransactionOperations.class);
        long most = 0;
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < rounds; round++) {
                String passcode = token.next();
                CyclicBarrier start = new CyclicBarrier(PARALLEL);
                Callable<Boolean> use = () -> {
                    start.await();
                    return transactions.execute(
                            status -> tokens.spend(acme.id(), alice.id(), passcode) instanceof CodeCheck.Accepted);
                };
                long accepted = 0;
                for (Future<Boolean> outcome : people.invokeAll(
                        IntStream.range(0, PARALLEL).mapToObj(i -> use).toList())) {
                    accepted += outcome.get() ? 1 : 0;
                }
                assertThat(accepted).isPositive();
                most = Math.max(most, accepted);
            }
        }
        return most;
    }

    /** The planted bug: looks whether the passcode is spent, and then spends it, in two steps without a condition. */
    private static final class CarelessStore extends TokenStore {
        private final JdbcClient jdbc;

        CarelessStore(JdbcClient jdbc, InstantSource time) {
            super(jdbc, time);
            this.jdbc = jdbc;
        }

        @Override
        List<TokenUse> charge(VirtualServerId virtualServer, UserId user, Instant now) {
            return jdbc.sql("select * from token where user_id = ? and state = 'ACTIVE'")
                    .param(user.value())
                    .query((row, number) -> TokenUse.read(row))
                    .list();
        }

        @Override
        boolean spend(TokenId token, long movingFactor, Instant now) {
            long last = jdbc.sql("select last_spent from token where id = ?")
                    .param(token.value())
                    .query(Long.class)
                    .single();
            if (last >= movingFactor) {
                return false;
            }
            jdbc.sql("update token set last_spent = ? where id = ?")
                    .params(movingFactor, token.value())
                    .update();
            return true;
        }
    }
}
