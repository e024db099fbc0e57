package org.countersign.otp;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An OCRA suite: which hash and how many digits, and what goes into a response, for instance
 * {@code OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1}.
 *
 * <p>The text is part of what is hashed, so it is kept as it was written, and is read strictly: upper case, every element
 * spelled out, in the order of the RFC.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6287#section-6">RFC 6287, section 6</a>
 */
public final class OcraSuite {

    /** What a question is made of. */
    public enum QuestionFormat {
        /** Letters and digits; in the suite {@code QA}. */
        ALPHANUMERIC,
        /** Decimal digits; {@code QN}. */
        NUMERIC,
        /** Hexadecimal digits in either case; {@code QH}. */
        HEXADECIMAL
    }

    private final String text;
    private final HashAlgorithm algorithm;
    private final int responseDigits;
    private final OcraDataInput dataInput;

    OcraSuite(String text, HashAlgorithm algorithm, int responseDigits, OcraDataInput dataInput) {
        this.text = text;
        this.algorithm = algorithm;
        this.responseDigits = responseDigits;
        this.dataInput = dataInput;
    }

    /**
     * Reads a suite.
     *
     * @throws OtpFormatException with one of the {@code OCRA_SUITE_} reasons
     */
    public static OcraSuite parse(String text) {
        return OcraSuiteParser.parse(text);
    }

    /** The suite as it was written. */
    public String text() {
        return text;
    }

    /** The hash inside the HMAC. */
    public HashAlgorithm algorithm() {
        return algorithm;
    }

    /** The number of decimal digits of a response: 4 to 10, or 0 when it is the whole HMAC value in hexadecimal. */
    public int responseDigits() {
        return responseDigits;
    }

    /** Whether a counter goes in. */
    public boolean usesCounter() {
        return dataInput.counter();
    }

    /** What the question is made of. */
    public QuestionFormat questionFormat() {
        return dataInput.questionFormat();
    }

    /** The greatest length of a question in characters: 4 to 64. With mutual challenge each side's may be as long. */
    public int questionMaxLength() {
        return dataInput.questionMaxLength();
    }

    /** The hash of the PIN that goes in, or empty if no PIN does. */
    public Optional<HashAlgorithm> pinHash() {
        return Optional.ofNullable(dataInput.pinHash());
    }

    /** The length of the session information that goes in, 1 to 512 bytes, or empty if none does. */
    public OptionalInt sessionLengthBytes() {
        return dataInput.sessionLengthBytes() == 0
                ? OptionalInt.empty()
                : OptionalInt.of(dataInput.sessionLengthBytes());
    }

    /** The length of the time step whose number goes in, or empty if none does. */
    public Optional<Duration> timeStep() {
        return Optional.ofNullable(dataInput.timeStep());
    }

    /**
     * The number of the time step that a moment lies in.
     *
     * @throws IllegalStateException if no time goes into this suite
     * @throws IllegalArgumentException if the moment is before 1970
     */
    public long timeStepAt(Instant moment) {
        Duration step = dataInput.timeStep();
        if (step == null) {
            throw new IllegalStateException("No time goes into the suite " + text);
        }
        return TimeStep.at(moment, step);
    }

    /**
     * Reads a typed response: exactly the suite's number of ASCII digits, or hexadecimal digits in either case if the
     * response is not truncated.
     *
     * @return the response, or empty when the text is null or anything else
     */
    public Optional<Passcode> parseResponse(@Nullable String typed) {
        PasscodeAlphabet alphabet = responseDigits == 0 ? PasscodeAlphabet.HEXADECIMAL : PasscodeAlphabet.DECIMAL;
        return alphabet.parse(typed, responseDigits == 0 ? algorithm.outputLengthBytes() * 2 : responseDigits);
    }

    /** Whether both were written alike. */
    @Override
    public boolean equals(Object other) {
        return other instanceof OcraSuite suite && text.equals(suite.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The suite as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
