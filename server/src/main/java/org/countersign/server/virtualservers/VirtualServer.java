package org.countersign.server.virtualservers;

import org.countersign.server.kernel.VirtualServerId;

/**
 * One organisation's isolated world.
 *
 * @param slug its name in addresses, lower case letters, digits and hyphens
 * @param name its name for people
 * @param provider whether it is the one whose operators make the others
 * @param suspended whether nobody of it may sign in for now
 */
public record VirtualServer(VirtualServerId id, String slug, String name, boolean provider, boolean suspended) {}
