package org.countersign.server.policy;

/** Where people type a server PIN. */
public enum PinPlace {
    /** Before or after the passcode, as they like. */
    EITHER,
    /** Right before the passcode. */
    BEFORE,
    /** Right after the passcode. */
    AFTER
}
