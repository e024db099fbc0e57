package org.countersign.otp;

import java.util.Locale;

/** Why a PIN is not taken; docs/formats/pin.md. */
public enum PinFault {
    /** Fewer characters than the rule asks for. */
    TOO_SHORT,
    /** More characters than the rule allows. */
    TOO_LONG,
    /** A character that the rule does not allow. */
    CHARACTERS,
    /** One character, or a part that repeats to the end. */
    REPEATS,
    /** Each character follows the one before, up or down. */
    SEQUENCE,
    /** A year, or a day and month with or without a year. */
    DATE;

    /** Returns the name as formats and vectors write it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
