package org.countersign.server.tokens;

/** Where a token is in its life. */
public enum TokenState {
    /** Allocated to the virtual server, free to be given out. */
    INVENTORY,
    /** Reserved for a user who has not enrolled yet. */
    ASSIGNED,
    /** In use. */
    ACTIVE,
    /** Out of use until an operator resumes it. */
    SUSPENDED,
    /** Locked by too many failures until an operator unlocks it. */
    LOCKED,
    /** Reported lost or faulty; never used again. */
    LOST,
    /** Taken from its user; never used again. */
    REVOKED
}
