package org.countersign.server.enrollment;

import java.time.Instant;
import java.util.List;
import org.countersign.server.kernel.ProvisioningTaskId;
import org.countersign.server.kernel.UserId;

/** What came of a provisioning task. Nothing is half done: anything but {@link Started} changed nothing. */
public sealed interface ProvisioningOutcome {
    /** The mails are on their way. */
    record Started(ProvisioningTaskId task, int number, int users, Instant stopAt) implements ProvisioningOutcome {}

    /** The inventory has fewer tokens than users. */
    record InventoryTooSmall(int free, int needed) implements ProvisioningOutcome {}

    /** These users have no mail address. */
    record NoMailAddress(List<UserId> users) implements ProvisioningOutcome {}

    /** These users do not exist here, or are disabled. */
    record UnknownUsers(List<UserId> users) implements ProvisioningOutcome {}
}
