package org.countersign.device.wire;

import java.time.Duration;
import java.util.Optional;
import org.countersign.otp.HashAlgorithm;
import org.countersign.otp.OcraSuite;
import org.countersign.otp.PasscodeAlphabet;
import org.countersign.otp.PasscodeFormat;

/**
 * A token's own rules, readable by people and signed by the server.
 *
 * <p>Written and read in one canonical way: what is off or zero is left out. The page is
 * {@code docs/formats/policy-string.md}.
 *
 * @param mode how passcodes come about
 * @param algorithm the hash inside the HMAC; the seed is as long as its output
 * @param format alphabet and length of passcodes
 * @param step the time step; present exactly for time-based tokens, 15 to 120 s
 * @param pin which PIN the token has
 * @param tries wrong token PINs before the token locks, 1 to 10; present exactly for token PINs
 * @param biometricAllowed whether a biometric PIN is allowed
 * @param appLockDemanded whether the app has to be locked behind its device's own check of its user
 * @param pushAllowed whether push requests are allowed
 * @param numberLength digits of the number typed in the app: 0, 2 or 6
 * @param enhanced whether Approve and Deny stand on the notification
 * @param suite the OCRA suite; present exactly for challenge-response tokens, with the same hash and digits
 */
public record PolicyString(
        Mode mode,
        HashAlgorithm algorithm,
        PasscodeFormat format,
        Optional<Duration> step,
        Pin pin,
        Optional<Integer> tries,
        boolean biometricAllowed,
        boolean appLockDemanded,
        boolean pushAllowed,
        int numberLength,
        boolean enhanced,
        Optional<String> suite) {
    /** The longest policy string, in characters. */
    public static final int MAX_LENGTH = 200;

    /** How passcodes come about. */
    public enum Mode {
        /** Time-based, RFC 6238. */
        TOTP,
        /** Event-based, RFC 4226. */
        HOTP,
        /** Challenge-response, RFC 6287. */
        OCRA
    }

    /** Which PIN a token has, and where it is checked. */
    public enum PinKind {
        /** No PIN. */
        NONE,
        /** A PIN that only the app knows; a wrong one gives wrong passcodes. */
        TOKEN,
        /** A PIN that the server checks beside the passcode. */
        SERVER
    }

    /**
     * The PIN of a token.
     *
     * @param kind which
     * @param minLength shortest PIN, 4 to 32; 0 without a PIN
     * @param maxLength longest PIN, {@code minLength} to 32; 0 without a PIN
     * @param letters whether letters are allowed beside digits; for token PINs only
     */
    public record Pin(PinKind kind, int minLength, int maxLength, boolean letters) {
        /** No PIN. */
        public static final Pin NONE = new Pin(PinKind.NONE, 0, 0, false);

        /** Refuses lengths out of range, and letters where they cannot be. */
        public Pin {
            boolean isLengthRight = kind == PinKind.NONE
                    ? minLength == 0 && maxLength == 0
                    : minLength >= 4 && minLength <= maxLength && maxLength <= 32;
            if (!isLengthRight || (letters && kind != PinKind.TOKEN)) {
                throw new IllegalArgumentException("A PIN has 4 to 32 characters, and letters in token PINs only");
            }
        }
    }

    /** Refuses combinations that have no meaning. */
    public PolicyString {
        if (step.isPresent() != (mode == Mode.TOTP)
                || suite.isPresent() != (mode == Mode.OCRA)
                || tries.isPresent() != (pin.kind() == PinKind.TOKEN)) {
            throw new IllegalArgumentException("Step, suite and tries go with TOTP, OCRA and token PINs");
        }
        if (step.isPresent() && !isStep(step.get())) {
            throw new IllegalArgumentException("A step has 15 to 120 whole seconds");
        }
        if (tries.isPresent() && !isWithin(tries.get(), 1, 10)) {
            throw new IllegalArgumentException("A token PIN has 1 to 10 tries");
        }
        if (numberLength != 0 && numberLength != 2 && numberLength != 6) {
            throw new IllegalArgumentException("A number has 0, 2 or 6 digits");
        }
        if ((enhanced && pin.kind() == PinKind.TOKEN) || (numberLength > 0 && !pushAllowed)) {
            throw new IllegalArgumentException("The notification cannot ask for a token PIN; a number needs push");
        }
        if (mode == Mode.OCRA && pushAllowed) {
            throw new IllegalArgumentException("Challenge-response tokens answer no push requests");
        }
        if (suite.isPresent() && !isLike(OcraSuite.parse(suite.get()), algorithm, format)) {
            throw new IllegalArgumentException("A suite has the hash and the digits of the other rules");
        }
    }

    /** The rules of the most usual token: TOTP, no PIN. */
    public static PolicyString totp(
            HashAlgorithm algorithm, PasscodeFormat format, Duration step, boolean pushAllowed, int numberLength) {
        return new PolicyString(
                Mode.TOTP,
                algorithm,
                format,
                Optional.of(step),
                Pin.NONE,
                Optional.empty(),
                false,
                false,
                pushAllowed,
                numberLength,
                false,
                Optional.empty());
    }

    /** The rules of an event-based token without a PIN. */
    public static PolicyString hotp(
            HashAlgorithm algorithm, PasscodeFormat format, boolean pushAllowed, int numberLength) {
        return new PolicyString(
                Mode.HOTP,
                algorithm,
                format,
                Optional.empty(),
                Pin.NONE,
                Optional.empty(),
                false,
                false,
                pushAllowed,
                numberLength,
                false,
                Optional.empty());
    }

    /**
     * Reads a policy string.
     *
     * @throws ProtocolException {@code policy_unsupported} for an unknown mode, algorithm, alphabet or PIN kind,
     *     {@code policy_malformed} for anything else that the grammar does not have
     */
    public static PolicyString parse(String text) {
        return new PolicyStringParser(text).policy();
    }

    /** The canonical text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(mode).append('-').append(algorithm).append('-').append(format.length());
        step.ifPresent(value -> text.append('-').append(value.toSeconds()));
        switch (format.alphabet()) {
            case DECIMAL -> {}
            case HEXADECIMAL -> text.append("-HEX");
            case BASE32 -> text.append("-B32");
            case BASE64 -> text.append("-B64");
        }
        text.append(";PIN=").append(pin.kind());
        if (pin.kind() != PinKind.NONE) {
            text.append(':').append(pin.minLength()).append('-').append(pin.maxLength());
            text.append(pin.letters() ? ":ALNUM" : ":DIGITS");
        }
        tries.ifPresent(value -> text.append(";TRIES=").append(value));
        text.append(biometricAllowed ? ";BIO=1" : "");
        text.append(appLockDemanded ? ";LOCK=1" : "");
        text.append(pushAllowed ? ";PUSH=1" : "");
        text.append(numberLength > 0 ? ";NUM=" + numberLength : "");
        text.append(enhanced ? ";ENH=1" : "");
        suite.ifPresent(value -> text.append(";SUITE=").append(value));
        return text.toString();
    }

    private static boolean isLike(OcraSuite suite, HashAlgorithm algorithm, PasscodeFormat format) {
        return suite.algorithm() == algorithm
                && suite.responseDigits() == format.length()
                && format.alphabet() == PasscodeAlphabet.DECIMAL;
    }

    private static boolean isStep(Duration step) {
        return step.equals(Duration.ofSeconds(step.toSeconds())) && isWithin(step.toSeconds(), 15, 120);
    }

    private static boolean isWithin(long value, int min, int max) {
        return value >= min && value <= max;
    }
}
