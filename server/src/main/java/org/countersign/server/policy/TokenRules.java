package org.countersign.server.policy;

import java.time.Duration;
import java.util.Optional;
import org.countersign.otp.HashAlgorithm;
import org.countersign.otp.OcraSuite;
import org.countersign.otp.PasscodeAlphabet;
import org.countersign.server.policy.UnacceptableRule.Fault;
import org.jspecify.annotations.Nullable;

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
 * @param resynchroniseWindow counters ahead, or steps either way, in which two passcodes in a row are looked for, 10 to 1000
 * @param suite what goes into a response, for challenge-response only: its hash and digits are {@code algorithm} and
 *     {@code length}, and nothing but the challenge and the time goes in
 */
public record TokenRules(
        TokenMode mode,
        HashAlgorithm algorithm,
        PasscodeAlphabet alphabet,
        int length,
        int stepSeconds,
        int driftSteps,
        int lookAhead,
        int resynchroniseWindow,
        @Nullable String suite) {

    /** What a new virtual server starts with. */
    public static final TokenRules DEFAULT =
            new TokenRules(TokenMode.TOTP, HashAlgorithm.SHA256, PasscodeAlphabet.DECIMAL, 6, 30, 1, 10, 200, null);

    /** Challenges shorter than this come again too soon; the time makes their responses differ. */
    private static final int SHORTEST_WITHOUT_TIME = 6;

    private static final Duration SHORTEST_STEP = Duration.ofSeconds(15);

    public TokenRules {
        // Of what programs send, a choice may be missing.
        PolicyRule.MODE.requireText(String.valueOf(mode));
        PolicyRule.ALGORITHM.requireText(String.valueOf(algorithm));
        PolicyRule.ALPHABET.requireText(String.valueOf(alphabet));
        PolicyRule.LENGTH.requireWithin(length, PolicyRule.LENGTH.least(), alphabet.maxLength());
        PolicyRule.STEP_SECONDS.require(stepSeconds);
        PolicyRule.DRIFT_STEPS.require(driftSteps);
        PolicyRule.LOOK_AHEAD.require(lookAhead);
        PolicyRule.RESYNCHRONISE_WINDOW.require(resynchroniseWindow);
        if ((mode == TokenMode.OCRA) != (suite != null)) {
            throw new UnacceptableRule(
                    Fault.SUITE_AND_MODE, "suite is for mode OCRA, always, and for no other mode", PolicyRule.SUITE);
        }
        if (suite != null) {
            requireSuite(read(suite), algorithm, alphabet, length);
        }
    }

    private static void requireSuite(OcraSuite suite, HashAlgorithm algorithm, PasscodeAlphabet alphabet, int length) {
        if (suite.algorithm() != algorithm
                || suite.responseDigits() != length
                || alphabet != PasscodeAlphabet.DECIMAL) {
            throw new UnacceptableRule(
                    Fault.SUITE_DIFFERS,
                    "the suite has the same hash and digits as the other rules, and alphabet is DECIMAL; " + suite
                            + " has " + suite.algorithm() + " and " + suite.responseDigits(),
                    PolicyRule.SUITE);
        }
        if (suite.usesCounter()
                || suite.pinHash().isPresent()
                || suite.sessionLengthBytes().isPresent()) {
            throw unserved("a suite takes a challenge and perhaps the time; " + suite
                    + " takes a counter, a PIN or a session");
        }
        Optional<Duration> step = suite.timeStep();
        if (step.isPresent() && step.get().compareTo(SHORTEST_STEP) < 0) {
            throw unserved("a suite's time step has 15 seconds or more, not " + suite);
        }
        if (step.isEmpty() && suite.questionMaxLength() < SHORTEST_WITHOUT_TIME) {
            throw unserved("challenges have " + SHORTEST_WITHOUT_TIME
                    + " characters or more, unless a time step goes in; " + suite + " has fewer");
        }
    }

    private static OcraSuite read(String suite) {
        try {
            return OcraSuite.parse(suite);
        } catch (IllegalArgumentException none) {
            throw new UnacceptableRule(Fault.SUITE, none, PolicyRule.SUITE);
        }
    }

    private static UnacceptableRule unserved(String why) {
        return new UnacceptableRule(Fault.SUITE, why, PolicyRule.SUITE);
    }

    /** Returns these rules for another kind of token that asks no challenges. */
    public TokenRules withMode(TokenMode other) {
        return new TokenRules(
                other, algorithm, alphabet, length, stepSeconds, driftSteps, lookAhead, resynchroniseWindow, null);
    }

    /** Returns these rules for passcodes of other characters. */
    public TokenRules withPasscodes(PasscodeAlphabet otherAlphabet, int otherLength) {
        return new TokenRules(
                mode,
                algorithm,
                otherAlphabet,
                otherLength,
                stepSeconds,
                driftSteps,
                lookAhead,
                resynchroniseWindow,
                suite);
    }

    /** Returns these rules for challenge-response tokens with this suite. */
    public TokenRules withSuite(String text) {
        OcraSuite read = OcraSuite.parse(text);
        return new TokenRules(
                TokenMode.OCRA,
                read.algorithm(),
                PasscodeAlphabet.DECIMAL,
                read.responseDigits(),
                stepSeconds,
                driftSteps,
                lookAhead,
                resynchroniseWindow,
                text);
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
