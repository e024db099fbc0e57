package org.countersign.server.enrollment;

/** The server's answer to begin. */
public sealed interface BeginAnswer permits BeginAnswer.Offered, EnrollmentRefused {
    /**
     * The server shows itself and its half of the key agreement.
     *
     * @param offer JWS of typ {@code countersign-offer+jwt}
     */
    record Offered(String offer) implements BeginAnswer {}
}
