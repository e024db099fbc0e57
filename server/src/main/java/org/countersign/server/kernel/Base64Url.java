package org.countersign.server.kernel;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Base64url without padding (RFC 4648 §5), in the one form that docs/formats allows. */
public final class Base64Url {
    private static final Pattern ALPHABET = Pattern.compile("[A-Za-z0-9_-]*");

    private Base64Url() {}

    /** Writes bytes as text. */
    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Reads text as bytes; nothing when it has padding, white space, another alphabet or non-zero trailing bits. */
    public static Optional<byte[]> decode(@Nullable String text) {
        if (text == null || text.length() % 4 == 1 || !ALPHABET.matcher(text).matches()) {
            return Optional.empty();
        }
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    }
}
