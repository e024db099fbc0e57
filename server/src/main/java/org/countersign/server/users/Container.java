package org.countersign.server.users;

import org.countersign.server.kernel.ContainerId;
import org.countersign.server.kernel.VirtualServerId;

/**
 * A part of a virtual server's people; operators may be limited to some containers. A user stands in one container at a time,
 * in the default one when in no other.
 *
 * @param name unique in its virtual server whatever the case
 */
public record Container(ContainerId id, VirtualServerId virtualServer, String name) {}
