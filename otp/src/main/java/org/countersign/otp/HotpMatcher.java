package org.countersign.otp;

/**
 * Finds the counter a typed passcode belongs to, from the expected one onwards.
 *
 * <p>A counter below the expected one never matches: its passcode is reported as {@link PasscodeMatch.SpentBefore}, as
 * far back as the window looks. This object keeps no state.
 *
 * @param parameters the token's parameters
 * @param window how far to search
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4226#section-7.2">RFC 4226, section 7.2</a>
 */
public record HotpMatcher(HotpParameters parameters, HotpWindow window) {

    /**
     * Searches the counters from the expected one to the end of the look-ahead, and the spent ones just before.
     *
     * @param typed what was typed, as {@link PasscodeFormat#parse} read it
     * @param nextCounter the counter of the next passcode expected: one more than the last one spent, 0 for a new token
     * @return a match's counter; the caller then expects the one after it
     * @throws IllegalArgumentException if the counter is out of range
     * @throws IllegalStateException if the key has been destroyed
     */
    public PasscodeMatch match(OtpKey key, Passcode typed, long nextCounter) {
        return search(key, nextCounter).find(typed, window.lookBehind(), nextCounter, nextCounter + window.lookAhead());
    }

    /**
     * Searches far ahead for two consecutive passcodes, neither of them spent, of a token that was used too often
     * without the server.
     *
     * @param first the passcode that the token showed first
     * @param second the passcode that it showed right after
     * @param nextCounter the counter of the next passcode expected
     * @return {@link PasscodeMatch.Matched} with the second passcode's counter, which is spent by this, or
     *     {@link PasscodeMatch.NoMatch}
     * @throws IllegalArgumentException if the counter is out of range
     * @throws IllegalStateException if the key has been destroyed
     */
    public PasscodeMatch resynchronise(OtpKey key, Passcode first, Passcode second, long nextCounter) {
        return search(key, nextCounter).findPair(first, second, nextCounter, nextCounter + window.resynchronise());
    }

    private PasscodeSearch search(OtpKey key, long nextCounter) {
        PasscodeSearch.require("expected counter", nextCounter, 0);
        return new PasscodeSearch(key, parameters, nextCounter - 1);
    }
}
