package org.countersign.server.policy;

/** How a token makes passcodes. */
public enum TokenMode {
    /** From the time (RFC 6238). */
    TOTP,
    /** From a counter (RFC 4226). */
    HOTP,
    /** From a challenge that the server asks (RFC 6287). */
    OCRA
}
