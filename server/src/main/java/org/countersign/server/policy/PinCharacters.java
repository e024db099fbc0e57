package org.countersign.server.policy;

/** What a PIN consists of. */
public enum PinCharacters {
    /** The digits 0 to 9. */
    DIGITS,
    /** Letters and digits. */
    ALNUM
}
