package org.countersign.otp;

import java.util.Locale;

/**
 * A text or document from outside is not what it should be, for a stated {@link Reason}.
 *
 * <p>The message is a sentence for the person who has to mend the input. It never holds a secret, a passcode or any
 * part of the input that could be one, so it may be logged and shown.
 */
public final class OtpFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    OtpFormatException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why the input was refused. */
    public Reason reason() {
        return reason;
    }

    /** Why an input is refused. Names and codes are stable: other programs, translations and tests refer to them. */
    public enum Reason {
        /** A character that is not in the Base32 alphabet, white space included. */
        BASE32_CHARACTER,
        /** A number of characters that no whole number of bytes encodes to. */
        BASE32_LENGTH,
        /** Padding that is incomplete, too long or in the wrong place. */
        BASE32_PADDING,
        /** Bits after the last whole byte that are not zero: two texts would stand for one secret. */
        BASE32_TRAILING_BITS,

        /** Longer than any honest link. */
        OTPAUTH_TOO_LONG,
        /** Not an {@code otpauth:} link. */
        OTPAUTH_SCHEME,
        /** Neither {@code totp} nor {@code hotp}. */
        OTPAUTH_TYPE,
        /** No account name, or an issuer or account name that could mislead a reader. */
        OTPAUTH_LABEL,
        /** A broken percent escape, a character that must be escaped, or bytes that are not UTF-8. */
        OTPAUTH_ESCAPE,
        /** A parameter that must be there is missing. */
        OTPAUTH_PARAMETER_MISSING,
        /** A parameter is there twice, so that two readers could take different ones. */
        OTPAUTH_PARAMETER_DUPLICATE,
        /** A parameter's value is out of range or unknown. */
        OTPAUTH_PARAMETER_VALUE,
        /** The secret is not Base32, too short or too long. */
        OTPAUTH_SECRET,

        /** Not three parts, or not version OCRA-1. */
        OCRA_SUITE_FORM,
        /** The crypto function is not HOTP-SHA1, -SHA256 or -SHA512 with 0 or 4 to 10 digits. */
        OCRA_SUITE_FUNCTION,
        /** A data input that is unknown, repeated, out of order or out of range, or no question. */
        OCRA_SUITE_INPUT,
        /** The question does not fit the suite's format or length. */
        OCRA_QUESTION,

        /** Larger than any honest document. */
        PSKC_TOO_LONG,
        /** Not well-formed XML, or with a document type, which could pull in files or explode. */
        PSKC_XML,
        /** Well-formed, but an element or attribute that must be there is missing, repeated or malformed. */
        PSKC_STRUCTURE,
        /** A key that is neither for HOTP nor for TOTP. */
        PSKC_ALGORITHM_UNSUPPORTED,
        /** A way of encrypting, deriving or authenticating that is not supported. */
        PSKC_ENCRYPTION_UNSUPPORTED,
        /** Something that must not be ignored is not supported: a usage policy or a signature. */
        PSKC_FEATURE_UNSUPPORTED,
        /** The document is encrypted, but no key or passphrase was given, or the wrong kind of it. */
        PSKC_TRANSPORT_KEY_MISSING,
        /** An authentication code does not match: wrong key or passphrase, or a changed document. */
        PSKC_AUTHENTICATION;

        /** The stable code of this reason, for instance {@code otpauth-parameter-missing}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
