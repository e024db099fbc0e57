package org.countersign.server.bulk;

import java.util.Optional;
import org.countersign.server.kernel.ApiClientId;
import org.countersign.server.kernel.Seam;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.Acting;

/** Says what the programs that order jobs may do at this moment. */
@Seam("keys belong to the edge that takes them, which stands above this module")
public interface Programs {
    /** Returns what a program may do; nothing when its key was withdrawn, has ended or is another virtual server's. */
    Optional<Acting> acting(VirtualServerId virtualServer, ApiClientId program);
}
