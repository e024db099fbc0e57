package org.countersign.server.users;

/**
 * What one guess at a password or PIN costs, with Argon2id in one lane (RFC 9106).
 *
 * @param memoryKib memory in KiB, 8 or more
 * @param passes passes over it, 1 or more
 */
public record PasswordCost(int memoryKib, int passes) {
    /** 19 MiB and two passes (OWASP Password Storage). */
    static final PasswordCost OWASP = new PasswordCost(19 * 1024, 2);
}
