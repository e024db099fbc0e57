package org.countersign.server.tokens;

/** Where a token is in its life. Names are stored. */
public enum TokenState {
    /** Allocated to the virtual server, or returned to it; free to be given out. */
    INVENTORY,
    /** Reserved for a user who has not enrolled yet. */
    ASSIGNED,
    /** In use. */
    ACTIVE,
    /** Out of use until an operator resumes it. */
    SUSPENDED,
    /** Locked by too many wrong PINs. */
    LOCKED,
    /** Reported lost; it comes back only when it is found. */
    LOST,
    /** It does not work any more. */
    FAULTY,
    /** Taken from its user, and not returned to the inventory yet. */
    REVOKED
}
