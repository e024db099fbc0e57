package org.countersign.server.enrollment;

import java.time.Instant;
import org.countersign.server.kernel.ProvisioningTaskId;
import org.countersign.server.kernel.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A provisioning task: these users shall get a token by then.
 *
 * @param number 1 and up in its virtual server
 * @param operator who started it, as the record names them
 * @param stopAt when it ends at the latest
 * @param users how many users it is for
 * @param endedAt when it ended, or not yet
 * @param ended why it ended, or not yet
 */
public record ProvisioningTask(
        ProvisioningTaskId id,
        int number,
        String operator,
        Instant createdAt,
        Instant stopAt,
        int users,
        @Nullable Instant endedAt,
        @Nullable End ended) {

    /** Says whether its users can still enroll. */
    public boolean isOpen() {
        return endedAt == null;
    }

    /** Why a task ended. Names are stored. */
    public enum End {
        /** All its users have enrolled and signed in once. */
        COMPLETED,
        /** The stop date came. */
        STOPPED,
        /** An operator removed it. */
        REMOVED
    }

    /**
     * One user of the task.
     *
     * @param position where they stand in the task, 1 and up
     * @param mail the address it went to, or unknown
     * @param mailedAt when the last mail was written, or not yet
     * @param reminders how many mails followed the first
     * @param because why they were left out, or none
     */
    public record Member(
            UserId user,
            int position,
            Progress progress,
            @Nullable String mail,
            @Nullable Instant mailedAt,
            int reminders,
            @Nullable String because) {
        /** Says whether they still have to do something. */
        public boolean isUnfinished() {
            return progress.isUnfinished();
        }
    }

    /** How far a user of the task is, in the order of the way. */
    public enum Progress {
        /** Their turn comes in the background. */
        QUEUED,
        /** The mail is on its way. */
        MAILING,
        /** The mail could not be delivered. */
        MAIL_FAILED,
        /** The mail server took it; the link waits to be used. */
        MAILED,
        /** An app has opened the link. */
        OPENED,
        /** An app is bound and about to put the token to use. */
        ENROLLING,
        /** The token is in use. */
        ENROLLED,
        /** They have signed in with it. */
        SIGNED_IN,
        /** Nobody used the link in time. */
        EXPIRED,
        /** Too many failures ended the link. */
        FAILED,
        /** The link was replaced or withdrawn, and they have no token of this task yet, or no longer. */
        WITHDRAWN,
        /** They were left out. */
        REFUSED,
        /** An operator removed them. */
        REMOVED;

        /** Says whether they still have to do something. */
        public boolean isUnfinished() {
            return switch (this) {
                case QUEUED, MAILING, MAIL_FAILED, MAILED, OPENED, ENROLLING, EXPIRED, FAILED, WITHDRAWN -> true;
                case ENROLLED, SIGNED_IN, REFUSED, REMOVED -> false;
            };
        }
    }
}
