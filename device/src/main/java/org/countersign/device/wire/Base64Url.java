package org.countersign.device.wire;

import java.util.Base64;

/**
 * Base64url without padding, in exactly one spelling for each byte string.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4648#section-5">RFC 4648, section 5</a>
 */
public final class Base64Url {
    private Base64Url() {}

    /** The one spelling of these bytes. */
    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * The bytes of this text.
     *
     * @throws ProtocolException {@code message_malformed} for padding, white space, another alphabet, an impossible
     *     length, or trailing bits that are not zero
     */
    public static byte[] decode(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw ProtocolException.malformed("A value is not base64url.");
        }
        // The JDK's decoder lets padding and trailing bits pass; only the canonical spelling survives the way back.
        if (!encode(bytes).equals(text)) {
            throw ProtocolException.malformed("A value is not base64url in its one spelling.");
        }
        return bytes;
    }

    /** The bytes of this text, which must be {@code length} of them; otherwise as {@link #decode(String)}. */
    public static byte[] decode(String text, int length) {
        byte[] bytes = decode(text);
        if (bytes.length != length) {
            throw ProtocolException.malformed("A value has not the length it should have.");
        }
        return bytes;
    }
}
