package org.countersign.server.policy;

/** Which PIN goes with a token, if any. */
public enum PinKind {
    /** No PIN: whoever holds the unlocked device has the passcode. */
    NONE,
    /** The app asks for it; the seed on the device opens only with it. */
    TOKEN,
    /** The login page asks for it beside the passcode; the server keeps its hash. */
    SERVER
}
