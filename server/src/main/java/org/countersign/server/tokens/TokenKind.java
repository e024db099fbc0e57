package org.countersign.server.tokens;

/** Where a token lives. Names are stored. */
public enum TokenKind {
    /** In the Countersign app; both sides derive its seed. */
    APP,
    /** In a standard authenticator app, which got its seed by QR code and takes no push requests. */
    STANDARD,
    /** In a device of its own; its seed came from the maker. */
    HARDWARE
}
