package org.countersign.otp;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** The division of time into numbered steps, shared by TOTP and the timestamps of OCRA. */
final class TimeStep {
    private TimeStep() {}

    static long at(Instant moment, Duration step) {
        if (moment.isBefore(Instant.EPOCH)) {
            throw new IllegalArgumentException("Time steps begin in 1970, but the moment is " + moment);
        }
        return moment.getEpochSecond() / step.toSeconds();
    }

    static Instant start(long number, Duration step) {
        if (number < 0) {
            throw new IllegalArgumentException("A time step is not negative, but this is " + number);
        }
        try {
            return Instant.ofEpochSecond(Math.multiplyExact(number, step.toSeconds()));
        } catch (ArithmeticException | DateTimeException e) {
            throw new IllegalArgumentException("Time step " + number + " is beyond the end of time", e);
        }
    }
}
