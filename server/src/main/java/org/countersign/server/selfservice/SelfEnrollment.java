package org.countersign.server.selfservice;

import java.time.Instant;
import java.util.UUID;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;

/**
 * An authenticator that a user is adding.
 *
 * @param token the new one
 * @param replaces the one that it takes the place of, or none
 * @param expiresAt when it is undone unless it has proven itself
 */
public record SelfEnrollment(
        UUID id,
        VirtualServerId virtualServer,
        UserId user,
        EnrollmentId enrollment,
        TokenId token,
        @Nullable TokenId replaces,
        Instant expiresAt) {}
