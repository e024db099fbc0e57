package org.countersign.server.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import org.countersign.server.testing.RunningServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** However passcodes of neighbouring counters and pairs to resynchronise by overtake one another, a counter never goes back. */
@DisplayName("A7: an event-based token")
class EventOrderTest {
    @Test
    void neverGoesBack() throws Exception {
        int rounds = Integer.getInteger("race.rounds", 300);
        assertThat(new EventOrderRace(RunningServer.get()).roundsThatWentBack(rounds))
                .isZero();
    }

    @Test
    void noticesAServerThatGoesBack() throws Exception {
        try (RunningServer careless = RunningServer.planted(CarelessStore.Planted.class)) {
            assertThat(new EventOrderRace(careless).roundsThatWentBack(60)).isPositive();
        }
    }
}
