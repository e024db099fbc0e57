package org.countersign.server.enrollment;

import java.time.Instant;
import java.util.List;
import org.countersign.server.kernel.UserId;

/**
 * A provisioning task and how far its users are.
 *
 * @param number 1 and up in its virtual server
 * @param stopAt when its links stop working
 */
public record ProvisioningTask(int number, Instant createdAt, Instant stopAt, List<Member> members) {

    /** One user of the task. */
    public record Member(UserId user, Progress progress) {}

    /** How far a user of the task is. */
    public enum Progress {
        /** The link waits to be used. */
        WAITING,
        /** An app is about to enroll. */
        STARTED,
        /** The token is in use. */
        ENROLLED,
        /** Nobody used the link in time. */
        EXPIRED,
        /** A newer link replaced it, or it was withdrawn. */
        REVOKED,
        /** Too many failures ended it. */
        FAILED
    }
}
