package org.countersign.server.enrollment;

/** The server's answer to activate. */
public sealed interface ActivateAnswer permits ActivateAnswer.Activated, EnrollmentRefused {
    /** The token is in use. */
    record Activated(String serial) implements ActivateAnswer {}
}
