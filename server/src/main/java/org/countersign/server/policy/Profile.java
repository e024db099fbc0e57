package org.countersign.server.policy;

/** A set of demands that rules meet or do not meet; docs/operations/policies.md. */
public enum Profile {
    /** What keeps guessing and careless approving out. */
    CONVENIENT,
    /** Authentication assurance level 2 of NIST SP 800-63B-4, as far as rules decide it. */
    AAL2
}
