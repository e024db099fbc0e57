package org.countersign.server.push;

/** Where a push request is; only {@link #PENDING} and {@link #APPROVED} go on. */
public enum PushState {
    PENDING,
    APPROVED,
    DENIED,
    REPORTED,
    EXPIRED,
    SUPERSEDED,
    CONSUMED
}
