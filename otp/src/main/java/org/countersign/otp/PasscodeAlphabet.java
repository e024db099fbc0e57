package org.countersign.otp;

import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The characters a passcode is made of, and how they are made from an HMAC value.
 *
 * <p>Decimal passcodes follow RFC 4226. The others are the first characters of the HMAC value's encoding by RFC 4648,
 * which is a plain truncation of the HMAC as RFC 2104, section 5, allows: each of the 16, 32 or 64 characters is equally
 * likely in each place. The page {@code docs/formats/passcode-alphabets.md} has worked examples.
 */
public enum PasscodeAlphabet {
    /** The digits 0 to 9, by the dynamic truncation of RFC 4226, section 5.3. */
    DECIMAL("0123456789", 9, false),
    /** 0 to 9 and A to F, shown in upper case, read in either: 4 bits a character. */
    HEXADECIMAL("0123456789ABCDEF", 8, true),
    /** A to Z and 2 to 7 (RFC 4648, section 6), shown in upper case, read in either: 5 bits a character. */
    BASE32(Base32.ALPHABET, 8, true),
    /** A to Z, a to z, 0 to 9, + and / (RFC 4648, section 4), where case counts: 6 bits a character. */
    BASE64("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 8, false);

    /** The shortest passcode in any alphabet, in characters. */
    public static final int MIN_LENGTH = 5;

    private static final int ASCII = 128;

    private final String characters;
    private final int maxLength;
    /** The canonical character for each ASCII character, 0 where it is refused. */
    private final String canonical;

    PasscodeAlphabet(String characters, int maxLength, boolean eitherCase) {
        this.characters = characters;
        this.maxLength = maxLength;
        StringBuilder table = new StringBuilder();
        for (char c = 0; c < ASCII; c++) {
            char shown = eitherCase && c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
            table.append(characters.indexOf(shown) < 0 ? '\0' : shown);
        }
        this.canonical = table.toString();
    }

    /** The characters in the order of their values, each once. */
    public String characters() {
        return characters;
    }

    /** The longest passcode of this alphabet, in characters: 9 for decimal, 8 for the others. */
    public int maxLength() {
        return maxLength;
    }

    /** Reads exactly {@code length} characters of this alphabet into their canonical case, or refuses. */
    Optional<Passcode> parse(@Nullable String typed, int length) {
        if (typed == null || typed.length() != length) {
            return Optional.empty();
        }
        char[] read = new char[length];
        for (int i = 0; i < length; i++) {
            char c = typed.charAt(i);
            if (c >= ASCII || canonical.charAt(c) == 0) {
                return Optional.empty();
            }
            read[i] = canonical.charAt(c);
        }
        return Optional.of(new Passcode(new String(read)));
    }

    /** The first {@code length} characters that this HMAC value stands for. */
    String encode(byte[] hmac, int length) {
        return switch (this) {
            case DECIMAL -> Truncation.decimal(hmac, length);
            case HEXADECIMAL -> Hexadecimal.encode(hmac).substring(0, length);
            case BASE32 -> Base32.encode(hmac).substring(0, length);
            case BASE64 -> Base64.getEncoder().encodeToString(hmac).substring(0, length);
        };
    }
}
