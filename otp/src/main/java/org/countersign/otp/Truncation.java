package org.countersign.otp;

/**
 * Dynamic truncation: from an HMAC value to decimal digits.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4226#section-5.3">RFC 4226, section 5.3</a>
 */
final class Truncation {
    /** The most digits: RFC 6287 goes to 10, where the 31-bit number is taken whole and padded. */
    static final int MAX_DIGITS = 10;

    private Truncation() {}

    /**
     * The last {@code digits} decimal digits of the 31-bit number that the HMAC value's last four bits point to, with
     * leading zeros.
     */
    static String decimal(byte[] hmac, int digits) {
        // The offset is read from the last byte, whatever the hash: RFC 6238 keeps it so for SHA-256 and SHA-512.
        int offset = hmac[hmac.length - 1] & 0xf;
        // The top bit is dropped, so that signed and unsigned arithmetic agree.
        int number = ((hmac[offset] & 0x7f) << 24)
                | ((hmac[offset + 1] & 0xff) << 16)
                | ((hmac[offset + 2] & 0xff) << 8)
                | (hmac[offset + 3] & 0xff);
        // Made by hand, since String.format prints the digits of the reader's locale.
        char[] text = new char[digits];
        for (int i = digits - 1; i >= 0; i--) {
            text[i] = (char) ('0' + number % 10);
            number /= 10;
        }
        return new String(text);
    }
}
