package org.countersign.otp;

/** Upper-case hexadecimal (RFC 4648, section 8); written out because Android has the JDK's only since version 14. */
final class Hexadecimal {
    private static final String DIGITS = "0123456789ABCDEF";

    private Hexadecimal() {}

    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length * 2);
        for (byte b : bytes) {
            text.append(DIGITS.charAt((b >> 4) & 0xf)).append(DIGITS.charAt(b & 0xf));
        }
        return text.toString();
    }

    /** The value of one hexadecimal digit in either case, or -1. ASCII only, unlike {@link Character#digit}. */
    static int value(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        } else if (c >= 'A' && c <= 'F') {
            return c - 'A' + 10;
        } else if (c >= 'a' && c <= 'f') {
            return c - 'a' + 10;
        }
        return -1;
    }
}
