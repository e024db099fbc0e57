package org.countersign.server.protocol.rest;

/** What an API client may do. */
public enum ApiScope {
    /** Check passcodes and passwords, start push requests and use their approvals. */
    AUTHENTICATE,
    /** Create and find users and tokens, provision, revoke. */
    MANAGE
}
