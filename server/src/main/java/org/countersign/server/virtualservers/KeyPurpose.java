package org.countersign.server.virtualservers;

/** What a virtual server's key signs. */
public enum KeyPurpose {
    /** Offers and policies at enrollment; its hash stands in every activation string. */
    ENROLLMENT,
    /** Push requests. */
    PUSH,
    /** ID tokens and access tokens. */
    OIDC,
    /** Checkpoints and exports of the record. */
    AUDIT
}
