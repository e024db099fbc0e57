package org.countersign.server.enrollment;

import java.time.Instant;
import org.countersign.otp.OtpAuthUri;
import org.jspecify.annotations.Nullable;

/** What came of a step of enrolling a standard authenticator app. */
public sealed interface StandardStep {
    /** The seed, to be shown this once. Shows nothing of itself. */
    final class Shown implements StandardStep {
        private final OtpAuthUri uri;
        private final String account;

        Shown(OtpAuthUri uri, String account) {
            this.uri = uri;
            this.account = account;
        }

        /** Returns the link that the QR code carries, seed and all. */
        public String exposedUri() {
            return uri.exposedUri();
        }

        /** Returns the seed as people type it. */
        public String exposedKey() {
            return uri.key().exposedBase32();
        }

        /** Returns whose it is. */
        public String account() {
            return account;
        }
    }

    /** The token is in use. */
    record Completed(String serial) implements StandardStep {}

    /**
     * Nothing happened.
     *
     * @param left tries left, where they are counted
     * @param until when the next try is looked at, for a pause
     */
    record Refused(Reason reason, int left, @Nullable Instant until) implements StandardStep {
        static Refused of(Reason reason) {
            return new Refused(reason, 0, null);
        }
    }

    /** Why nothing happened. */
    enum Reason {
        /** There is no such code. */
        INVALID,
        /** Its time is over. */
        EXPIRED,
        /** The seed was shown already, and is shown only once. */
        SHOWN_BEFORE,
        /** It is done already. */
        USED,
        /** A newer one took its place, or it was withdrawn. */
        REVOKED,
        /** Too many failures. */
        FAILED,
        /** The password is wrong. */
        PASSWORD,
        /** The user name pauses after several wrong passwords. */
        PAUSED,
        /** The passcode is not one of this token. */
        PASSCODE
    }
}
