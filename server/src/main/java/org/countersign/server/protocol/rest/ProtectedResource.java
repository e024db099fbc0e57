package org.countersign.server.protocol.rest;

import java.net.URI;
import org.countersign.server.protocol.oidc.OidcClient;
import org.countersign.server.virtualservers.Application;
import org.jspecify.annotations.Nullable;

/**
 * An application as operators see it.
 *
 * @param client its OpenID Connect client, or none
 * @param issuer who its client trusts
 * @param signIns how many sign-ins of the last 30 days are on record under its name; {@link ProtectedResources#MOST_COUNTED} means
 *     so many or more
 * @param keys how many API keys speak for it
 */
public record ProtectedResource(
        Application application, @Nullable OidcClient client, URI issuer, int signIns, int keys) {}
