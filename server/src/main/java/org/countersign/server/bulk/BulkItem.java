package org.countersign.server.bulk;

import java.util.Locale;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.jspecify.annotations.Nullable;

/**
 * One row of a bulk job.
 *
 * @param position 1 and up
 * @param token the token it is about, or none: it is about a user
 * @param user the user it is about, or none
 * @param label serial number or user name, as it was when the job began
 * @param why why it could not be done, as a name, or none
 */
public record BulkItem(
        int position,
        @Nullable TokenId token,
        @Nullable UserId user,
        String label,
        State state,
        @Nullable String why) {

    /** Where a row is. Names are stored. */
    public enum State {
        WAITING,
        DONE,
        REFUSED,
        CANCELLED;

        /** Returns the state as addresses name it. */
        public String slug() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A token or a user that a job is about, before there is a job. */
    public record Subject(@Nullable TokenId token, @Nullable UserId user, String label) {
        /** A token. */
        public static Subject of(TokenId token, String serial) {
            return new Subject(token, null, serial);
        }

        /** A user with all their tokens. */
        public static Subject of(UserId user, String userName) {
            return new Subject(null, user, userName);
        }
    }
}
