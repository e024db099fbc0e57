package org.countersign.server.web.portal;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.countersign.server.kernel.UserId;

/**
 * Who uses the portal in this browser, and how well that is proven.
 *
 * @param atEpochSecond when it was proven
 */
record Known(UUID user, Proof proof, long atEpochSecond) implements Serializable {
    /** Acts that matter want a proof no older than this. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    /** So long a proof without a second factor lets anybody go on. */
    private static final Duration SHORT = Duration.ofMinutes(20);

    /** How somebody has shown who they are. */
    enum Proof {
        /** Password alone: enough to report a phone lost. */
        PASSWORD,
        /** Code by mail and password: enough for the first authenticator. */
        MAIL_AND_PASSWORD,
        /**
         * Password and a temporary passcode, which whoever knows the password and reads the mail gets: enough to look, to
         * rename and to report, not to change how this account is signed in to.
         */
        TEMPORARY,
        /** Password and second factor. */
        TWO_FACTORS
    }

    UserId userId() {
        return new UserId(user);
    }

    boolean isSignedIn() {
        return proof == Proof.TWO_FACTORS || isTemporary();
    }

    boolean isTemporary() {
        return proof == Proof.TEMPORARY;
    }

    boolean isFreshAt(Instant now) {
        return proof == Proof.TWO_FACTORS && now.isBefore(at().plus(FRESH));
    }

    boolean isOverAt(Instant now) {
        return !isSignedIn() && !now.isBefore(at().plus(SHORT));
    }

    Instant at() {
        return Instant.ofEpochSecond(atEpochSecond);
    }
}
