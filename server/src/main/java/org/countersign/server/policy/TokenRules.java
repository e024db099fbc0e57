package org.countersign.server.policy;

import org.countersign.otp.HashAlgorithm;
import org.countersign.otp.PasscodeAlphabet;

/**
 * How tokens make passcodes, and how far the server looks for one. A token keeps the rules that held when it was assigned.
 *
 * @param mode how new tokens make passcodes
 * @param algorithm hash of new tokens
 * @param alphabet characters of new tokens' passcodes
 * @param length characters of new tokens' passcodes, 5 to 8, decimal to 9
 * @param stepSeconds seconds a time-based passcode is shown, 15 to 120
 * @param driftSteps steps a time-based passcode may be early or late, 0 to 10
 * @param lookAhead counters an event-based passcode may be ahead, 1 to 100
 */
public record TokenRules(
        TokenMode mode,
        HashAlgorithm algorithm,
        PasscodeAlphabet alphabet,
        int length,
        int stepSeconds,
        int driftSteps,
        int lookAhead) {

    /** What a new virtual server starts with. */
    public static final TokenRules DEFAULT =
            new TokenRules(TokenMode.TOTP, HashAlgorithm.SHA256, PasscodeAlphabet.DECIMAL, 6, 30, 1, 10);

    public TokenRules {
        Bounds.require("length", length, 5, alphabet.maxLength());
        Bounds.require("stepSeconds", stepSeconds, 15, 120);
        Bounds.require("driftSteps", driftSteps, 0, 10);
        Bounds.require("lookAhead", lookAhead, 1, 100);
    }

    /** Returns these rules for another kind of token. */
    public TokenRules withMode(TokenMode other) {
        return new TokenRules(other, algorithm, alphabet, length, stepSeconds, driftSteps, lookAhead);
    }

    /** Returns these rules for passcodes of other characters. */
    public TokenRules withPasscodes(PasscodeAlphabet otherAlphabet, int otherLength) {
        return new TokenRules(mode, algorithm, otherAlphabet, otherLength, stepSeconds, driftSteps, lookAhead);
    }

    /** Returns the first part of the policy string; docs/formats/policy-string.md. */
    String policyString() {
        String step = mode == TokenMode.TOTP ? "-" + stepSeconds : "";
        String characters = switch (alphabet) {
            case DECIMAL -> "";
            case HEXADECIMAL -> "-HEX";
            case BASE32 -> "-B32";
            case BASE64 -> "-B64";
        };
        return mode + "-" + algorithm + "-" + length + step + characters;
    }
}
