package org.countersign.server.policy;

/** Whether somebody without their phone may give themselves a temporary passcode. Names are stored. */
public enum TemporaryPasscode {
    /** Nobody may: they ask an operator. */
    NONE,
    /** One passcode, good for one sign-in within the hours of the rule. */
    ONCE,
    /** One passcode, good for any number of sign-ins within the hours of the rule. */
    HOURS
}
