package org.countersign.otp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes {@code otpauth} links, and says what can be written. */
final class OtpAuthUriWriter {
    /** RFC 3986, section 2.3: all that need not be escaped anywhere. */
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private OtpAuthUriWriter() {}

    static void requireWritable(Optional<String> issuer, String account, OtpParameters parameters) {
        issuer.ifPresent(name -> requireName("issuer", name));
        requireName("account", account);
        if (parameters.format().alphabet() != PasscodeAlphabet.DECIMAL) {
            throw new IllegalArgumentException("An otpauth link can only describe decimal passcodes, not "
                    + parameters.format().alphabet());
        }
    }

    /** Whether a name can be written and read back; a colon separates the two, a space after it belongs to neither. */
    static boolean isName(String name) {
        return DisplayText.isFit(name) && name.indexOf(':') < 0 && name.equals(name.stripLeading());
    }

    private static void requireName(String what, String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("The " + what + " must have 1 to " + DisplayText.MAX_LENGTH
                    + " visible characters, no colon, and no space in front");
        }
    }

    static String write(OtpAuthUri uri) {
        OtpParameters parameters = uri.parameters();
        StringBuilder text =
                new StringBuilder("otpauth://").append(parameters instanceof TotpParameters ? "totp/" : "hotp/");
        uri.issuer().ifPresent(issuer -> text.append(escape(issuer)).append(':'));
        text.append(escape(uri.account())).append("?secret=").append(uri.key().exposedBase32());
        uri.issuer().ifPresent(issuer -> text.append("&issuer=").append(escape(issuer)));
        text.append("&algorithm=").append(parameters.algorithm()).append("&digits=");
        text.append(parameters.format().length());
        if (parameters instanceof TotpParameters totp) {
            text.append("&period=").append(totp.step().toSeconds());
        } else {
            text.append("&counter=").append(uri.counter());
        }
        return text.toString();
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && UNRESERVED.indexOf(b) >= 0) {
                escaped.append((char) b);
            } else {
                escaped.append('%').append(Hexadecimal.encode(new byte[] {b}));
            }
        }
        return escaped.toString();
    }
}
