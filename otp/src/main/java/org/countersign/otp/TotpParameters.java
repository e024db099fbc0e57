package org.countersign.otp;

import java.time.Duration;
import java.time.Instant;

/**
 * The parameters of a time-based token, and its division of time into numbered steps.
 *
 * <p>Steps are counted from 1970-01-01T00:00:00Z (T0 of RFC 6238 is 0, as in every system known to use it), so step 0
 * begins there, and time before it has none.
 *
 * @param algorithm the hash inside the HMAC
 * @param format how passcodes look
 * @param step how long a passcode lasts (X of RFC 6238): 1 second to 24 hours, in whole seconds
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6238#section-4">RFC 6238, section 4</a>
 */
public record TotpParameters(HashAlgorithm algorithm, PasscodeFormat format, Duration step) implements OtpParameters {
    private static final Duration MIN_STEP = Duration.ofSeconds(1);
    private static final Duration MAX_STEP = Duration.ofHours(24);

    /** SHA-1, six digits, 30 seconds: what is meant where nothing is said. */
    public static final TotpParameters DEFAULT =
            new TotpParameters(HashAlgorithm.SHA1, PasscodeFormat.decimal(6), Duration.ofSeconds(30));

    /**
     * Checks the step.
     *
     * @throws IllegalArgumentException if the step is out of range or has a fraction of a second
     */
    public TotpParameters {
        if (step.compareTo(MIN_STEP) < 0
                || step.compareTo(MAX_STEP) > 0
                || !step.equals(Duration.ofSeconds(step.toSeconds()))) {
            throw new IllegalArgumentException("A time step must be " + MIN_STEP.toSeconds() + " to "
                    + MAX_STEP.toSeconds() + " whole seconds, but is " + step);
        }
    }

    /**
     * The number of the step that this moment lies in.
     *
     * @throws IllegalArgumentException if the moment is before 1970
     */
    public long stepAt(Instant moment) {
        return TimeStep.at(moment, step);
    }

    /**
     * The moment at which a step begins; it ends where the next one begins.
     *
     * @param number the number of the step, not negative
     * @throws IllegalArgumentException if the number is negative or beyond what an {@link Instant} holds
     */
    public Instant startOf(long number) {
        return TimeStep.start(number, step);
    }
}
