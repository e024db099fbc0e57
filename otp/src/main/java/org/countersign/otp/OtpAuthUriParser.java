package org.countersign.otp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.countersign.otp.OtpFormatException.Reason;
import org.jspecify.annotations.Nullable;

/** Reads {@code otpauth} links from anywhere; written by hand, since {@link java.net.URI} lets some of the traps pass. */
final class OtpAuthUriParser {
    private static final String SCHEME = "otpauth://";
    private static final Set<String> KNOWN = Set.of("secret", "issuer", "algorithm", "digits", "period", "counter");

    private OtpAuthUriParser() {}

    static OtpAuthUri parse(String uri) {
        if (uri.length() > OtpAuthUri.MAX_LENGTH) {
            throw refuse(
                    Reason.OTPAUTH_TOO_LONG, "An otpauth link has at most " + OtpAuthUri.MAX_LENGTH + " characters");
        }
        if (!uri.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw refuse(Reason.OTPAUTH_SCHEME, "The link does not begin with " + SCHEME);
        }
        String rest = uri.substring(SCHEME.length());
        int query = rest.indexOf('?');
        if (query < 0) {
            throw refuse(Reason.OTPAUTH_PARAMETER_MISSING, "The link has no parameters, so it has no secret");
        }
        Map<String, String> given = parameters(rest.substring(query + 1));
        String path = rest.substring(0, query);
        int slash = path.indexOf('/');
        String type = (slash < 0 ? path : path.substring(0, slash)).toLowerCase(Locale.ROOT);
        if (!type.equals("totp") && !type.equals("hotp")) {
            throw refuse(Reason.OTPAUTH_TYPE, "The link is for neither totp nor hotp");
        }
        Label label = Label.of(unescape(slash < 0 ? "" : path.substring(slash + 1)), given.get("issuer"));
        OtpKey key = key(given.get("secret"));
        HashAlgorithm algorithm = algorithm(given.get("algorithm"));
        PasscodeFormat format = PasscodeFormat.decimal((int) number(given, "digits", 6, 5, 9));
        if (type.equals("totp")) {
            Duration step = Duration.ofSeconds(number(given, "period", 30, 1, 86_400));
            return OtpAuthUri.totp(label.issuer, label.account, key, new TotpParameters(algorithm, format, step));
        }
        if (!given.containsKey("counter")) {
            throw refuse(Reason.OTPAUTH_PARAMETER_MISSING, "A link for hotp must have the parameter counter");
        }
        long counter = number(given, "counter", 0, 0, PasscodeSearch.MAX_MOVING_FACTOR);
        return OtpAuthUri.hotp(label.issuer, label.account, key, new HotpParameters(algorithm, format), counter);
    }

    /** The known parameters, unescaped. */
    private static Map<String, String> parameters(String query) {
        Map<String, String> given = new HashMap<>();
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = unescape(equals < 0 ? part : part.substring(0, equals));
            if (!KNOWN.contains(name)) {
                continue;
            }
            if (given.put(name, unescape(equals < 0 ? "" : part.substring(equals + 1))) != null) {
                throw refuse(Reason.OTPAUTH_PARAMETER_DUPLICATE, "The parameter " + name + " is there twice");
            }
        }
        return given;
    }

    private static OtpKey key(@Nullable String secret) {
        if (secret == null) {
            throw refuse(Reason.OTPAUTH_PARAMETER_MISSING, "The parameter secret is missing");
        }
        try {
            return OtpKey.ofBase32(secret);
        } catch (IllegalArgumentException e) {
            // The messages of Base32 and OtpKey tell lengths and positions, no characters of the secret.
            throw refuse(Reason.OTPAUTH_SECRET, "The parameter secret is no usable key: " + e.getMessage());
        }
    }

    private static HashAlgorithm algorithm(@Nullable String name) {
        if (name == null) {
            return HashAlgorithm.SHA1;
        }
        return HashAlgorithm.named(name)
                .orElseThrow(() -> refuse(
                        Reason.OTPAUTH_PARAMETER_VALUE, "The parameter algorithm must be SHA1, SHA256 or SHA512"));
    }

    private static long number(Map<String, String> given, String name, long otherwise, long min, long max) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        // Long.parseLong alone would take signs and the digits of every script; 18 digits always fit.
        boolean plain = !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long number = plain ? Long.parseLong(text) : -1;
        if (number < min || number > max) {
            throw refuse(
                    Reason.OTPAUTH_PARAMETER_VALUE,
                    "The parameter " + name + " must be a number from " + min + " to " + max);
        }
        return number;
    }

    /** Undoes percent escapes; everything else must be printable ASCII, and the result UTF-8. */
    private static String unescape(String text) {
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Hexadecimal.value(text.charAt(i + 1)) : -1;
                int low = i + 2 < text.length() ? Hexadecimal.value(text.charAt(i + 2)) : -1;
                if (high < 0 || low < 0) {
                    throw refuse(Reason.OTPAUTH_ESCAPE, "A percent sign is not followed by two hexadecimal digits");
                }
                bytes[length++] = (byte) ((high << 4) | low);
                i += 2;
            } else if (c < ' ' || c > '~') {
                throw refuse(Reason.OTPAUTH_ESCAPE, "The link has a character that must be escaped");
            } else {
                bytes[length++] = (byte) c;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refuse(Reason.OTPAUTH_ESCAPE, "The link has escapes that are not UTF-8");
        }
    }

    private static OtpFormatException refuse(Reason reason, String message) {
        return new OtpFormatException(reason, message);
    }

    /** Issuer and account, as the label and the issuer parameter together tell them. */
    private static final class Label {
        final Optional<String> issuer;
        final String account;

        private Label(Optional<String> issuer, String account) {
            this.issuer = issuer;
            this.account = account;
        }

        static Label of(String label, @Nullable String issuerParameter) {
            int colon = label.indexOf(':');
            String prefix = colon < 0 ? "" : label.substring(0, colon);
            String account = label.substring(colon + 1).stripLeading();
            String issuer = issuerParameter == null ? prefix : issuerParameter;
            requireName("issuer", issuer, true);
            requireName("account", account, false);
            return new Label(issuer.isEmpty() ? Optional.empty() : Optional.of(issuer), account);
        }

        private static void requireName(String what, String name, boolean mayBeEmpty) {
            if (!OtpAuthUriWriter.isName(name) && !(mayBeEmpty && name.isEmpty())) {
                throw refuse(
                        Reason.OTPAUTH_LABEL,
                        "The " + what + " must have 1 to " + DisplayText.MAX_LENGTH
                                + " visible characters, no colon, and no space in front");
            }
        }
    }
}
