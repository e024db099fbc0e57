package org.countersign.server.authentication;

import org.countersign.server.kernel.TokenId;

/**
 * What a sign-in waits for whose factors were right: the choice of a new server PIN.
 *
 * @param token whose PIN
 * @param proven which PIN was proven
 * @param factor what it was proven with
 */
public record PinDue(TokenId token, int proven, String factor) {}
