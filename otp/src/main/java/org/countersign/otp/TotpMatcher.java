package org.countersign.otp;

/**
 * Finds the time step a typed passcode belongs to, within a window around the current step.
 *
 * <p>A step at or below the last one spent never matches: its passcode is reported as {@link PasscodeMatch.SpentBefore},
 * as far back as the window looks. This object keeps no state and knows no clock; where a token's clock is known to run
 * fast or slow, pass the step the token is expected at.
 *
 * @param parameters the token's parameters
 * @param window how far to search
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6238#section-5.2">RFC 6238, section 5.2</a>
 */
public record TotpMatcher(TotpParameters parameters, TotpWindow window) {
    /** Given as the last step spent by a token that has not spent any. */
    public static final long NONE_SPENT = -1;

    /**
     * Searches the live steps of the window, and the spent ones it looks behind for.
     *
     * @param typed what was typed, as {@link PasscodeFormat#parse} read it
     * @param currentStep the step the token is expected at, not negative
     * @param lastStep the last step spent, or {@link #NONE_SPENT}
     * @throws IllegalArgumentException if a step is out of range
     * @throws IllegalStateException if the key has been destroyed
     */
    public PasscodeMatch match(OtpKey key, Passcode typed, long currentStep, long lastStep) {
        return search(key, currentStep, lastStep)
                .find(
                        typed,
                        window.stepsLookBehind(),
                        currentStep - window.stepsBack(),
                        currentStep + window.stepsForward());
    }

    /**
     * Searches a wide window for the passcodes of two consecutive steps, neither of them spent, to learn how far the
     * token's clock has drifted.
     *
     * @param first the passcode that the token showed first
     * @param second the passcode that it showed right after
     * @param currentStep the step by the server's clock at which the second passcode was typed, not negative
     * @param lastStep the last step spent, or {@link #NONE_SPENT}
     * @return {@link PasscodeMatch.Matched} with the second passcode's step, which is spent by this, or
     *     {@link PasscodeMatch.NoMatch}
     * @throws IllegalArgumentException if a step is out of range
     * @throws IllegalStateException if the key has been destroyed
     */
    public PasscodeMatch resynchronise(OtpKey key, Passcode first, Passcode second, long currentStep, long lastStep) {
        return search(key, currentStep, lastStep)
                .findPair(
                        first,
                        second,
                        currentStep - window.stepsResynchronise(),
                        currentStep + window.stepsResynchronise());
    }

    private PasscodeSearch search(OtpKey key, long currentStep, long lastStep) {
        PasscodeSearch.require("current step", currentStep, 0);
        PasscodeSearch.require("last step spent", lastStep, NONE_SPENT);
        return new PasscodeSearch(key, parameters, lastStep);
    }
}
