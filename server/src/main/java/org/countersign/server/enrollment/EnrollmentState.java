package org.countersign.server.enrollment;

import java.time.Instant;
import java.util.List;

/** Where an enrollment is, for the page that shows it. */
public sealed interface EnrollmentState {
    /**
     * Waits for an app.
     *
     * @param confirmCodes the codes of the apps that have begun, the latest first: each shows its own, six digits
     */
    record Open(Instant expiresAt, List<String> confirmCodes) implements EnrollmentState {
        public Open {
            confirmCodes = List.copyOf(confirmCodes);
        }
    }

    /**
     * An app is bound and about to activate.
     *
     * @param confirmCode six digits that the app shows as well: equal codes say that this phone talks to this page
     * @param awaitsWord whether the token waits until the user has said here that they are equal
     */
    record Claimed(String confirmCode, Instant expiresAt, boolean awaitsWord) implements EnrollmentState {}

    /** The token is in use. */
    record Completed(String confirmCode) implements EnrollmentState {}

    /** Its time is over. */
    record Expired() implements EnrollmentState {}

    /** A newer one replaced it, or it was withdrawn. */
    record Revoked() implements EnrollmentState {}

    /** Five failures ended it. */
    record Failed() implements EnrollmentState {}
}
