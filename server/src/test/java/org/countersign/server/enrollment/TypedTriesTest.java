package org.countersign.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whoever guesses at typed codes is stopped, alone or together with others. */
class TypedTriesTest {
    private Instant now = Instant.parse("2026-11-30T10:00:00Z");
    private final TypedTries tries = new TypedTries(() -> now);

    private static String ip(int number) {
        return "10.0." + number / 250 + "." + number % 250;
    }

    @Test
    void chargesAtMostTenOfOneNetworkHoweverManyComeAtOnce() {
        List<Optional<Instant>> charged = EnrollmentFixture.atOnce(IntStream.range(0, 200)
                .<Callable<Optional<Instant>>>mapToObj(i -> () -> tries.charge(ip(1)))
                .toList());
        assertThat(charged).filteredOn(Optional::isEmpty).hasSize(TypedTries.MOST_PER_NETWORK);
    }

    @Test
    void chargesAtMostSixHundredOfAllTogether() {
        for (int i = 0; i < TypedTries.MOST_OF_ALL; i++) {
            assertThat(tries.charge(ip(i))).isEmpty();
        }
        assertThat(tries.charge(ip(1000))).contains(now.plus(TypedTries.WINDOW));
        now = now.plus(TypedTries.WINDOW);
        assertThat(tries.charge(ip(1000))).isEmpty();
    }

    @Test
    void forgivesTheRightOneAndNoOther() {
        for (int i = 0; i < TypedTries.MOST_PER_NETWORK - 1; i++) {
            assertThat(tries.charge(ip(1))).isEmpty();
        }
        for (int i = 0; i < 5; i++) {
            assertThat(tries.charge(ip(1))).isEmpty();
            tries.refund(ip(1));
        }
        assertThat(tries.charge(ip(1))).isEmpty();
        assertThat(tries.charge(ip(1))).isPresent();
    }
}
