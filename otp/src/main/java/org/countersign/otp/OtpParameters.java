package org.countersign.otp;

/** What both sides must agree on besides the key: of an event-based token, or of a time-based one. */
public sealed interface OtpParameters permits HotpParameters, TotpParameters {

    /** The hash inside the HMAC. */
    HashAlgorithm algorithm();

    /** How passcodes look. */
    PasscodeFormat format();
}
