package org.countersign.server.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import org.countersign.server.testing.RunningServer;
import org.junit.jupiter.api.Test;

/**
 * Of 64 who use one passcode at the same moment, over REST and at the login page, exactly one is let in; and the test would
 * notice if it were not so, which its twin shows with the mistake that others made: read, then write.
 */
class PasscodeRaceTest {
    /** More with {@code ./countersign test -Drace.rounds=3000 …}; docs/performance.md says how many were run. */
    private static final int ROUNDS = Integer.getInteger("race.rounds", 100);

    @Test
    void letsExactlyOneInInEveryRound() throws Exception {
        PasscodeRace.Outcome outcome = new PasscodeRace(RunningServer.get()).run(ROUNDS);
        assertThat(outcome.fewest()).isEqualTo(1);
        assertThat(outcome.most()).isEqualTo(1);
        assertThat(outcome.odd()).isZero();
        assertThat(outcome.wonAtLoginPage())
                .as("rounds won at the login page: both doors took part")
                .isBetween(1, ROUNDS - 1);
    }

    @Test
    void noticesAServerThatReadsAndThenWrites() throws Exception {
        try (RunningServer careless = RunningServer.planted(CarelessStore.Planted.class)) {
            assertThat(new PasscodeRace(careless).run(30).most()).isGreaterThan(1);
        }
    }
}
