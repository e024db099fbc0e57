package org.countersign.otp;

import java.util.Optional;

/**
 * An {@code otpauth} link: the form in which authenticator apps exchange a token, usually as a QR code.
 *
 * <p>The format has no standard; this follows the
 * <a href="https://github.com/google/google-authenticator/wiki/Key-Uri-Format">Key Uri Format</a>. The link holds the
 * secret, so it is not a record, and its text is reached by {@link #exposedUri()} only.
 */
public final class OtpAuthUri {
    /** The longest link read, in characters. */
    public static final int MAX_LENGTH = 2_048;

    private final Optional<String> issuer;
    private final String account;
    private final OtpKey key;
    private final OtpParameters parameters;
    private final long counter;

    private OtpAuthUri(Optional<String> issuer, String account, OtpKey key, OtpParameters parameters, long counter) {
        OtpAuthUriWriter.requireWritable(issuer, account, parameters);
        PasscodeSearch.require("counter", counter, 0);
        this.issuer = issuer;
        this.account = account;
        this.key = key;
        this.parameters = parameters;
        this.counter = counter;
    }

    /**
     * Describes a time-based token.
     *
     * @param issuer who the account is with, if known: 1 to 256 characters, none of them a colon, a control character
     *     or an invisible one
     * @param account the account's name, under the same rules; it may not begin with a space
     * @throws IllegalArgumentException if a name breaks the rules, or the passcodes are not decimal, since the format has
     *     no word for other alphabets
     */
    public static OtpAuthUri totp(Optional<String> issuer, String account, OtpKey key, TotpParameters parameters) {
        return new OtpAuthUri(issuer, account, key, parameters, 0);
    }

    /**
     * Describes an event-based token.
     *
     * @param counter the counter of the next passcode: 0 to 2<sup>53</sup> - 1
     * @throws IllegalArgumentException if the counter is out of range, or as in {@link #totp}
     */
    public static OtpAuthUri hotp(
            Optional<String> issuer, String account, OtpKey key, HotpParameters parameters, long counter) {
        return new OtpAuthUri(issuer, account, key, parameters, counter);
    }

    /**
     * Reads a link.
     *
     * <p>Where the label and the parameter name different issuers, the parameter counts, as in other apps. Parameters
     * that are not known are passed over; known ones must be there once at most. A plus sign is a plus sign.
     *
     * @throws OtpFormatException with one of the {@code OTPAUTH_} reasons
     */
    public static OtpAuthUri parse(String uri) {
        return OtpAuthUriParser.parse(uri);
    }

    /** Who the account is with. */
    public Optional<String> issuer() {
        return issuer;
    }

    /** The account's name. */
    public String account() {
        return account;
    }

    /** The secret; the same object as was given. */
    public OtpKey key() {
        return key;
    }

    /** The parameters, which also tell whether the token is time-based or event-based. */
    public OtpParameters parameters() {
        return parameters;
    }

    /** The counter of the next passcode, if the token is event-based; 0 if it is time-based. */
    public long counter() {
        return counter;
    }

    /** The link, secret included; all parameters are spelled out, so that no reader has to assume a default. */
    public String exposedUri() {
        return OtpAuthUriWriter.write(this);
    }

    /** Issuer and account, never the secret. */
    @Override
    public String toString() {
        return "OtpAuthUri(" + issuer.map(name -> name + ":").orElse("") + account + ")";
    }
}
