package org.countersign.server.users;

import org.countersign.server.kernel.GroupId;
import org.countersign.server.kernel.VirtualServerId;

/**
 * People who are treated alike. A user is in any number of groups.
 *
 * @param name unique in its virtual server whatever the case
 * @param origin who keeps its members
 */
public record Group(GroupId id, VirtualServerId virtualServer, String name, Origin origin) {}
