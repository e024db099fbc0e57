package org.countersign.otp;

/**
 * The parameters of an event-based token.
 *
 * @param algorithm the hash inside the HMAC; RFC 4226 knows SHA-1 only, the others follow RFC 6238 by analogy
 * @param format how passcodes look; RFC 4226 asks for at least six digits
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4226#section-5.1">RFC 4226, section 5.1</a>
 */
public record HotpParameters(HashAlgorithm algorithm, PasscodeFormat format) implements OtpParameters {
    /** SHA-1 and six digits: what is meant where nothing is said. */
    public static final HotpParameters DEFAULT = new HotpParameters(HashAlgorithm.SHA1, PasscodeFormat.decimal(6));
}
