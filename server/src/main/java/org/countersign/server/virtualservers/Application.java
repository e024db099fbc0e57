package org.countersign.server.virtualservers;

import org.countersign.server.kernel.ApplicationId;
import org.countersign.server.kernel.VirtualServerId;

/** A protected resource: what people sign in to. */
public record Application(ApplicationId id, VirtualServerId virtualServer, String name) {}
