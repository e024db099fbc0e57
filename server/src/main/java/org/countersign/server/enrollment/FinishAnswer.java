package org.countersign.server.enrollment;

/** The server's answer to finish. */
public sealed interface FinishAnswer permits FinishAnswer.Claimed, EnrollmentRefused {
    /**
     * The device is bound; its token waits for the first passcode.
     *
     * @param policy JWS of typ {@code countersign-policy+jwt}
     * @param mac base64url; shows that the server derived the same keys
     */
    record Claimed(String serial, String policy, String mac) implements FinishAnswer {}
}
