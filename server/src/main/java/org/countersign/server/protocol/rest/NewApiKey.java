package org.countersign.server.protocol.rest;

import java.time.Instant;
import java.util.Set;
import org.countersign.server.kernel.RoleId;
import org.countersign.server.virtualservers.Application;
import org.jspecify.annotations.Nullable;

/**
 * A key to make.
 *
 * @param application what its users sign in to
 * @param name what program it is for, 1 to 60 characters
 * @param role what it may do in management; none without the scope for that
 * @param expiresAt when it ends by itself, or none
 */
public record NewApiKey(
        Application application,
        String name,
        Set<ApiScope> scopes,
        @Nullable RoleId role,
        @Nullable Instant expiresAt) {}
