package org.countersign.otp;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.countersign.otp.OcraSuite.QuestionFormat;
import org.countersign.otp.OtpFormatException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Responses to challenges, and short signatures: one-way, mutual and plain signature modes, which differ only in what
 * the question is.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6287#section-5">RFC 6287, section 5</a>
 */
public final class Ocra {
    private static final int QUESTION_LENGTH_BYTES = 128;

    private Ocra() {}

    /**
     * Computes the response to the input.
     *
     * <p>That a challenge is answered once only, and soon enough, is for the caller to see to.
     *
     * @return decimal digits, or the HMAC value in upper-case hexadecimal if the suite does not truncate
     * @throws OtpFormatException with {@link Reason#OCRA_QUESTION} if a question does not fit the suite
     * @throws IllegalArgumentException if the input lacks what the suite asks for, or has what it does not ask for
     * @throws IllegalStateException if the key has been destroyed
     */
    public static Passcode response(OtpKey key, OcraSuite suite, OcraInput input) {
        byte[] hmac = key.mac(suite.algorithm()).doFinal(message(suite, input));
        int digits = suite.responseDigits();
        return new Passcode(digits == 0 ? Hexadecimal.encode(hmac) : Truncation.decimal(hmac, digits));
    }

    /**
     * Whether a typed response is the right one for the input; the time taken does not tell how much of it is right.
     *
     * @param typed what was typed, as {@link OcraSuite#parseResponse} read it
     * @throws OtpFormatException and others as {@link #response}
     */
    public static boolean matches(OtpKey key, OcraSuite suite, OcraInput input, Passcode typed) {
        return response(key, suite, input).equals(typed);
    }

    /** The bytes that are hashed: OCRASuite | 00 | C | Q | P | S | T. */
    private static byte[] message(OcraSuite suite, OcraInput input) {
        byte[] text = suite.text().getBytes(StandardCharsets.US_ASCII);
        byte[] pin = pinHash(suite, input);
        byte[] session = session(suite, input);
        boolean timed = suite.timeStep().isPresent();
        requireGiven("counter", suite.usesCounter(), input.counter != OcraInput.ABSENT);
        requireGiven("time step", timed, input.timeStep != OcraInput.ABSENT);
        int numbers = (suite.usesCounter() ? Long.BYTES : 0) + (timed ? Long.BYTES : 0);
        ByteBuffer message =
                ByteBuffer.allocate(text.length + 1 + numbers + QUESTION_LENGTH_BYTES + pin.length + session.length);
        message.put(text).put((byte) 0);
        if (suite.usesCounter()) {
            message.putLong(input.counter);
        }
        message.put(question(suite, input)).put(pin).put(session);
        if (timed) {
            message.putLong(input.timeStep);
        }
        return message.array();
    }

    /** The question as 128 bytes, filled with zeros at the end. */
    private static byte[] question(OcraSuite suite, OcraInput input) {
        requireFits(suite, input.question);
        // The counterpart of mutual challenge is absent in the other modes.
        if (!input.counterpart.isEmpty()) {
            requireFits(suite, input.counterpart);
        }
        String question = input.question + input.counterpart;
        byte[] padded = new byte[QUESTION_LENGTH_BYTES];
        if (suite.questionFormat() == QuestionFormat.ALPHANUMERIC) {
            byte[] ascii = question.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(ascii, 0, padded, 0, ascii.length);
            return padded;
        }
        // Numbers go in as hexadecimal digits without leading zeros, the first digit in the upper half of the first
        // byte, even if their count is odd: so the RFC's own program does it, and its test values confirm it.
        String hex =
                suite.questionFormat() == QuestionFormat.NUMERIC ? new BigInteger(question, 10).toString(16) : question;
        for (int i = 0; i < hex.length(); i++) {
            padded[i / 2] |= (byte) (Hexadecimal.value(hex.charAt(i)) << (i % 2 == 0 ? 4 : 0));
        }
        return padded;
    }

    private static void requireFits(OcraSuite suite, String question) {
        boolean fits = !question.isEmpty() && question.length() <= suite.questionMaxLength();
        for (int i = 0; fits && i < question.length(); i++) {
            fits = belongs(question.charAt(i), suite.questionFormat());
        }
        if (!fits) {
            throw new OtpFormatException(
                    Reason.OCRA_QUESTION,
                    "A question for " + suite + " has 1 to " + suite.questionMaxLength() + " characters, all "
                            + switch (suite.questionFormat()) {
                                case ALPHANUMERIC -> "letters A to Z or a to z, or digits";
                                case NUMERIC -> "digits";
                                case HEXADECIMAL -> "digits or letters A to F";
                            });
        }
    }

    private static boolean belongs(char c, QuestionFormat format) {
        return switch (format) {
            case ALPHANUMERIC -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            case NUMERIC -> c >= '0' && c <= '9';
            case HEXADECIMAL -> Hexadecimal.value(c) >= 0;
        };
    }

    private static byte[] pinHash(OcraSuite suite, OcraInput input) {
        HashAlgorithm algorithm = suite.pinHash().orElse(null);
        byte[] pin = input.pin;
        requireGiven("PIN", algorithm != null, pin != null);
        if (algorithm == null || pin == null) {
            return new byte[0];
        }
        if (input.pinIsHash) {
            if (pin.length != algorithm.outputLengthBytes()) {
                throw new IllegalArgumentException("The PIN's " + algorithm + " hash has "
                        + algorithm.outputLengthBytes() + " bytes, but this one has " + pin.length);
            }
            return pin.clone();
        }
        try {
            return MessageDigest.getInstance(algorithm.digestName()).digest(pin);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java platform lacks " + algorithm.digestName(), e);
        }
    }

    /** The session information, filled with zeros in front to the suite's length. */
    private static byte[] session(OcraSuite suite, OcraInput input) {
        int length = suite.sessionLengthBytes().orElse(0);
        byte @Nullable [] information = input.session;
        requireGiven("session information", length > 0, information != null);
        byte[] padded = new byte[length];
        if (information != null) {
            if (information.length > length) {
                throw new IllegalArgumentException("The session information has at most " + length
                        + " bytes, but this one has " + information.length);
            }
            System.arraycopy(information, 0, padded, length - information.length, information.length);
        }
        return padded;
    }

    private static void requireGiven(String name, boolean asked, boolean given) {
        if (asked != given) {
            throw new IllegalArgumentException(
                    asked ? "The suite asks for a " + name : "The suite does not ask for a " + name);
        }
    }
}
