package org.countersign.otp;

/**
 * Time-based passcodes: each time step gives one.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6238#section-4.2">RFC 6238, section 4.2</a>
 */
public final class Totp {
    private Totp() {}

    /**
     * Computes the passcode of a time step.
     *
     * @param step the number of the step, as {@link TotpParameters#stepAt} counts it, not negative
     * @throws IllegalArgumentException if the step is negative
     * @throws IllegalStateException if the key has been destroyed
     */
    public static Passcode passcode(OtpKey key, TotpParameters parameters, long step) {
        return new PasscodeSequence(key, parameters).at(step);
    }
}
