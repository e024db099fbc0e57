package org.countersign.server.protocol.rest;

import java.util.Set;
import org.countersign.server.kernel.ApiClientId;
import org.countersign.server.virtualservers.Application;

/**
 * A program that may call the REST API.
 *
 * @param application what its users sign in to
 */
public record ApiClient(ApiClientId id, Application application, String name, Set<ApiScope> scopes) {}
