package org.countersign.server.users;

/** What came of giving something another name. */
public enum Renaming {
    /** It has the name now. */
    RENAMED,
    /** Another one of the same kind has it. Nothing was changed. */
    TAKEN,
    /** There is no such thing in this virtual server. */
    UNKNOWN
}
