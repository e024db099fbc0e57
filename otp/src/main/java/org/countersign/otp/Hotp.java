package org.countersign.otp;

/**
 * Event-based passcodes: each counter value gives one.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4226#section-5">RFC 4226, section 5</a>
 */
public final class Hotp {
    private Hotp() {}

    /**
     * Computes the passcode of a counter value.
     *
     * @param counter how many passcodes were made before, not negative
     * @throws IllegalArgumentException if the counter is negative
     * @throws IllegalStateException if the key has been destroyed
     */
    public static Passcode passcode(OtpKey key, HotpParameters parameters, long counter) {
        return new PasscodeSequence(key, parameters).at(counter);
    }
}
