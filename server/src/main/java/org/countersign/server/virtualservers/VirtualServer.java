package org.countersign.server.virtualservers;

import org.countersign.server.kernel.VirtualServerId;

/**
 * One organisation's isolated world.
 *
 * @param slug its name in addresses, lower case letters, digits and hyphens
 * @param name its name for people
 */
public record VirtualServer(VirtualServerId id, String slug, String name) {}
