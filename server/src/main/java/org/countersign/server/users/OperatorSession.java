package org.countersign.server.users;

import java.time.Duration;
import java.time.Instant;
import org.countersign.server.kernel.SignInId;
import org.jspecify.annotations.Nullable;

/**
 * How far an operator has come in the console, in one browser.
 *
 * @param signIn the sign-in whose second factor it waits for, or none
 * @param provenAt when the second factor was given last, or none when it was not asked for
 * @param next where they wanted to go
 * @param secondFactorRequired whether the virtual server's operators need a second factor
 */
public record OperatorSession(
        Operator operator,
        Stage stage,
        @Nullable SignInId signIn,
        @Nullable Instant provenAt,
        String next,
        boolean secondFactorRequired) {
    /** So long after the second factor a sensitive act needs no other. */
    public static final Duration FRESH = Duration.ofMinutes(15);

    /** What a session is good for. */
    public enum Stage {
        /** The password was right: for the second factor, and nothing else. */
        FACTOR,
        /** The password was right and there is no authenticator: to enroll one, and nothing else. */
        ENROLL,
        /** For the console. */
        OPEN
    }

    /** Says whether a sensitive act needs the second factor again. Where none was given, none is asked for. */
    public boolean isStaleAt(Instant now) {
        return provenAt != null && !now.isBefore(provenAt.plus(FRESH));
    }
}
