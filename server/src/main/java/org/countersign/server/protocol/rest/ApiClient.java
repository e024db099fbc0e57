package org.countersign.server.protocol.rest;

import java.util.Set;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.ApiClientId;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Permissions;
import org.countersign.server.users.Role;
import org.countersign.server.virtualservers.Application;
import org.jspecify.annotations.Nullable;

/**
 * A program that may call the REST API.
 *
 * @param application what its users sign in to
 * @param role what it may do in management, or none when it only signs people in
 */
public record ApiClient(
        ApiClientId id,
        Application application,
        String name,
        Set<ApiScope> scopes,
        @Nullable Role role) {
    /** Returns what it may do in management. */
    public Permissions permissions() {
        return role == null || !scopes.contains(ApiScope.MANAGE) ? Permissions.NONE : role.permissions();
    }

    /** Returns it with what it may do, for acts that give or take permissions. */
    Acting acting() {
        return new Acting(new Actor.ApiClient(id), permissions());
    }
}
