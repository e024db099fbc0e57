package org.countersign.server.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Moments and days are those that a database holds")
class MomentsTest {
    @Test
    void areReadAsTheyAreTyped() {
        Instant moment = Instant.parse("2026-11-22T10:30:00Z");
        assertThat(Moments.moment("2026-11-22T10:30:00Z")).contains(moment);
        assertThat(Moments.inUtc("2026-11-22T10:30")).contains(moment);
        assertThat(Moments.day("9999-12-31")).contains(LocalDate.of(9999, 12, 31));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "2026-02-30",
                "0000-01-01",
                "-0044-03-15",
                "+10000-01-01",
                "+294277-01-01",
                "+999999999-12-31",
                "+999999999-12-31T23:59",
                "+294277-01-01T00:00:00Z",
                "+1000000000-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00Z"
            })
    void areNothingElse(String text) {
        assertThat(Moments.day(text)).isEmpty();
        assertThat(Moments.inUtc(text)).isEmpty();
        assertThat(Moments.moment(text)).isEmpty();
    }
}
