package org.countersign.server.policy;

import java.time.Duration;
import org.countersign.otp.HashAlgorithm;
import org.countersign.otp.PasscodeAlphabet;

/**
 * The rules of a virtual server. A token carries the token rules that held when it was enrolled; the others hold at once.
 *
 * @param mode how new tokens make passcodes
 * @param algorithm hash of new tokens
 * @param alphabet characters of new tokens' passcodes
 * @param length characters of new tokens' passcodes, 5 to 8, decimal to 9
 * @param stepSeconds seconds a time-based passcode is shown, 15 to 120
 * @param driftSteps steps a time-based passcode may be early or late, 0 to 10
 * @param lookAhead counters an event-based passcode may be ahead, 1 to 100
 * @param lockThreshold wrong passcodes in a row before the token pauses, 1 to 20
 * @param lockSeconds how long a token or a name pauses, 30 seconds to a day
 * @param failureCap wrong passcodes in a row before only an operator can unlock, 1 to 100 (SP 800-63B-4)
 * @param passwordThreshold wrong passwords in a row before the name pauses, 1 to 20
 * @param pushAllowed whether people may approve on their phone
 * @param numberDigits digits of the number typed in the app: 0, 2 or 6
 * @param pushSeconds how long a push request waits, 15 to 90
 * @param unansweredLimit unanswered push requests within ten minutes after which push is withheld, 1 to 10
 * @param mailedEnrollmentHours how long a mailed activation string works, 1 to 72
 */
public record PolicySettings(
        TokenMode mode,
        HashAlgorithm algorithm,
        PasscodeAlphabet alphabet,
        int length,
        int stepSeconds,
        int driftSteps,
        int lookAhead,
        int lockThreshold,
        int lockSeconds,
        int failureCap,
        int passwordThreshold,
        boolean pushAllowed,
        int numberDigits,
        int pushSeconds,
        int unansweredLimit,
        int mailedEnrollmentHours) {

    /** What a new virtual server starts with. */
    public static final PolicySettings DEFAULT = new PolicySettings(
            TokenMode.TOTP,
            HashAlgorithm.SHA256,
            PasscodeAlphabet.DECIMAL,
            6,
            30,
            1,
            10,
            5,
            900,
            100,
            5,
            true,
            2,
            60,
            3,
            72);

    public PolicySettings {
        require("length", length, 5, alphabet.maxLength());
        require("stepSeconds", stepSeconds, 15, 120);
        require("driftSteps", driftSteps, 0, 10);
        require("lookAhead", lookAhead, 1, 100);
        require("lockThreshold", lockThreshold, 1, 20);
        require("lockSeconds", lockSeconds, 30, 86_400);
        require("failureCap", failureCap, 1, 100);
        require("passwordThreshold", passwordThreshold, 1, 20);
        require("pushSeconds", pushSeconds, 15, 90);
        require("unansweredLimit", unansweredLimit, 1, 10);
        require("mailedEnrollmentHours", mailedEnrollmentHours, 1, 72);
        if (numberDigits != 0 && numberDigits != 2 && numberDigits != 6) {
            throw new IllegalArgumentException("numberDigits is 0, 2 or 6, not " + numberDigits);
        }
    }

    /** Returns how long a token or a name pauses. */
    public Duration lockDuration() {
        return Duration.ofSeconds(lockSeconds);
    }

    /** Returns how long a push request waits. */
    public Duration pushLifetime() {
        return Duration.ofSeconds(pushSeconds);
    }

    /** Returns how long a mailed activation string works. */
    public Duration mailedEnrollmentLifetime() {
        return Duration.ofHours(mailedEnrollmentHours);
    }

    /** Returns the policy string of a token enrolled now; docs/formats/policy-string.md. */
    public String policyString() {
        StringBuilder text = new StringBuilder(64)
                .append(mode)
                .append('-')
                .append(algorithm)
                .append('-')
                .append(length);
        if (mode == TokenMode.TOTP) {
            text.append('-').append(stepSeconds);
        }
        switch (alphabet) {
            case DECIMAL -> {}
            case HEXADECIMAL -> text.append("-HEX");
            case BASE32 -> text.append("-B32");
            case BASE64 -> text.append("-B64");
        }
        return text.append(";PIN=NONE;PUSH=")
                .append(pushAllowed ? 1 : 0)
                .append(";NUM=")
                .append(pushAllowed ? numberDigits : 0)
                .toString();
    }

    /** Returns these settings for another kind of token. */
    public PolicySettings withMode(TokenMode other) {
        return with(other, alphabet, length, numberDigits);
    }

    /** Returns these settings for passcodes of other characters. */
    public PolicySettings withPasscodes(PasscodeAlphabet otherAlphabet, int otherLength) {
        return with(mode, otherAlphabet, otherLength, numberDigits);
    }

    /** Returns these settings with another number entry. */
    public PolicySettings withNumberDigits(int digits) {
        return with(mode, alphabet, length, digits);
    }

    private PolicySettings with(
            TokenMode otherMode, PasscodeAlphabet otherAlphabet, int otherLength, int otherNumberDigits) {
        return new PolicySettings(
                otherMode,
                algorithm,
                otherAlphabet,
                otherLength,
                stepSeconds,
                driftSteps,
                lookAhead,
                lockThreshold,
                lockSeconds,
                failureCap,
                passwordThreshold,
                pushAllowed,
                otherNumberDigits,
                pushSeconds,
                unansweredLimit,
                mailedEnrollmentHours);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + least + " to " + most + ", not " + value);
        }
    }
}
