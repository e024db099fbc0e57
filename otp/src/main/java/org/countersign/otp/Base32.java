package org.countersign.otp;

import org.countersign.otp.OtpFormatException.Reason;

/**
 * Base32, the alphabet A–Z and 2–7 in which secrets are shown to people.
 *
 * <p>Reading is strict, so that one secret has one text: apart from letter case and padding, which may be left out or
 * given in full, nothing is forgiven; no white space, no hyphen, no digit 0 or 1 taken for a letter.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4648#section-6">RFC 4648, section 6</a>
 */
public final class Base32 {
    static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static final int BITS_PER_CHARACTER = 5;
    private static final int CHARACTERS_PER_GROUP = 8;

    private Base32() {}

    /** Encodes bytes in upper case, without padding. */
    public static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * 8 + BITS_PER_CHARACTER - 1) / BITS_PER_CHARACTER);
        int buffer = 0;
        int bits = 0;
        for (byte b : bytes) {
            buffer = ((buffer << 8) | (b & 0xff)) & 0xfff;
            bits += 8;
            while (bits >= BITS_PER_CHARACTER) {
                bits -= BITS_PER_CHARACTER;
                text.append(ALPHABET.charAt((buffer >>> bits) & 31));
            }
        }
        if (bits > 0) {
            text.append(ALPHABET.charAt((buffer << (BITS_PER_CHARACTER - bits)) & 31));
        }
        return text.toString();
    }

    /** Encodes bytes in upper case and pads with {@code =} to a multiple of eight characters. */
    public static String encodePadded(byte[] bytes) {
        String text = encode(bytes);
        int overhang = text.length() % CHARACTERS_PER_GROUP;
        return overhang == 0 ? text : text + "=".repeat(CHARACTERS_PER_GROUP - overhang);
    }

    /**
     * Decodes upper or lower case, with full padding or none.
     *
     * @throws OtpFormatException with one of the {@code BASE32_} reasons, and a message that names the position of the
     *     offending character but not the character, since it may be part of a secret
     */
    public static byte[] decode(String text) {
        int length = lengthWithoutPadding(text);
        byte[] bytes = new byte[(int) ((long) length * BITS_PER_CHARACTER / 8)];
        int buffer = 0;
        int bits = 0;
        int written = 0;
        for (int i = 0; i < length; i++) {
            buffer = ((buffer << BITS_PER_CHARACTER) | valueAt(text, i)) & 0xfff;
            bits += BITS_PER_CHARACTER;
            if (bits >= 8) {
                bits -= 8;
                bytes[written++] = (byte) (buffer >>> bits);
            }
        }
        int trailingCharacters = length % CHARACTERS_PER_GROUP;
        if (trailingCharacters == 1 || trailingCharacters == 3 || trailingCharacters == 6) {
            throw new OtpFormatException(
                    Reason.BASE32_LENGTH, "Base32 of " + length + " characters cannot be complete: some are missing");
        }
        if ((buffer & ((1 << bits) - 1)) != 0) {
            throw new OtpFormatException(
                    Reason.BASE32_TRAILING_BITS, "The last Base32 character has bits that belong to no byte");
        }
        return bytes;
    }

    private static int lengthWithoutPadding(String text) {
        int padding = text.indexOf('=');
        if (padding < 0) {
            return text.length();
        }
        // Any other character after the first '=' is refused with it: padding stands at the end or not at all.
        int paddingLength = text.length() - padding;
        if (text.length() % CHARACTERS_PER_GROUP != 0
                || paddingLength >= CHARACTERS_PER_GROUP
                || !text.endsWith("=".repeat(paddingLength))) {
            throw new OtpFormatException(
                    Reason.BASE32_PADDING, "Base32 padding must fill the text to a multiple of 8 or be left out");
        }
        return padding;
    }

    private static int valueAt(String text, int position) {
        char c = text.charAt(position);
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        } else if (c >= 'a' && c <= 'z') {
            return c - 'a';
        } else if (c >= '2' && c <= '7') {
            return c - '2' + 26;
        }
        throw new OtpFormatException(
                Reason.BASE32_CHARACTER,
                "Character " + (position + 1) + " is not Base32: only A to Z and 2 to 7 are allowed");
    }
}
