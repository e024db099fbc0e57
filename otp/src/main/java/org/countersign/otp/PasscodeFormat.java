package org.countersign.otp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a passcode looks: its alphabet and its length.
 *
 * @param alphabet the characters it is made of
 * @param length the number of characters: 5 to 9 for decimal, 5 to 8 for the other alphabets
 */
public record PasscodeFormat(PasscodeAlphabet alphabet, int length) {

    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if the length is out of the alphabet's range
     */
    public PasscodeFormat {
        if (length < PasscodeAlphabet.MIN_LENGTH || length > alphabet.maxLength()) {
            throw new IllegalArgumentException("A " + alphabet + " passcode must have " + PasscodeAlphabet.MIN_LENGTH
                    + " to " + alphabet.maxLength() + " characters, but " + length + " were asked for");
        }
    }

    /** Decimal passcodes of 5 to 9 digits; six is what most people know. */
    public static PasscodeFormat decimal(int digits) {
        return new PasscodeFormat(PasscodeAlphabet.DECIMAL, digits);
    }

    /**
     * Reads what somebody typed: exactly {@link #length} ASCII characters of the alphabet, or nothing.
     *
     * <p>No white space is stripped, no full-width or Arabic-Indic digit is taken for an ASCII one, nothing is cut off.
     * Whoever lets people type '482 913' removes that space before. Only letter case is forgiven, where the alphabet has
     * one case (hexadecimal and Base32); the result then is the canonical spelling, so that each passcode has one.
     *
     * @return the passcode, or empty when the text is null or anything else than a passcode of this format
     */
    public Optional<Passcode> parse(@Nullable String typed) {
        return alphabet.parse(typed, length);
    }

    /** The passcode of this format that an HMAC value of at least 20 bytes stands for. */
    Passcode derive(byte[] hmac) {
        return new Passcode(alphabet.encode(hmac, length));
    }
}
