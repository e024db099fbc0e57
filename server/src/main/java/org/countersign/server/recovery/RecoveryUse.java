package org.countersign.server.recovery;

/** What came of something typed in the place of a passcode. */
public sealed interface RecoveryUse {
    /**
     * It is right, and counted.
     *
     * @param factor what it was, as the record names it
     * @param left recovery codes that are left
     */
    record Accepted(String factor, int left) implements RecoveryUse {}

    /** It is none of this user's, was used before, is too old, or the rules allow none: one answer for all. */
    record Refused() implements RecoveryUse {}
}
