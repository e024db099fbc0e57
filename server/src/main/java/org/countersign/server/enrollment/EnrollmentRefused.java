package org.countersign.server.enrollment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step of an enrollment was refused.
 *
 * @param left tries left before the enrollment ends, where the step was one of them
 * @param retryAt before which another try is not looked at, or none
 */
public record EnrollmentRefused(
        Reason reason, @Nullable Integer left, @Nullable Instant retryAt)
        implements BeginAnswer, FinishAnswer, ActivateAnswer {

    /** Why; docs/formats/device-api.md has a code for each. */
    public enum Reason {
        /** Not as its page says. */
        MALFORMED,
        /** The device's clock is more than two minutes off. */
        CLOCK_SKEW,
        /** No such enrollment, or no proof of its secret: one answer for both. */
        INVALID,
        /** The string has enrolled another device. */
        USED,
        EXPIRED,
        /** A newer one replaced it, or it was withdrawn, or its user may not sign in. */
        REVOKED,
        /** The rules for tokens have changed since the app began; the string works once more from the start. */
        RULES_CHANGED,
        /** Five failures ended it. */
        FAILED,
        /** The rules do not let this kind of device enroll. */
        TARGET_NOT_ALLOWED,
        /** MAC or signature of finish wrong. */
        CONFIRMATION_FAILED,
        /** The user has not said on the page yet that app and page show the same number. */
        CONFIRMATION_AWAITED,
        PASSCODE_REFUSED,
        PASSWORD_REQUIRED,
        PASSWORD_REFUSED,
        /** The token has a server PIN, and none was chosen. */
        PIN_REQUIRED,
        /** The token's rule does not take the chosen PIN. */
        PIN_UNACCEPTABLE,
        /** No such serial, or not signed by its device: one answer for both. */
        SIGNATURE_INVALID,
        /** The right device, but its token is out of use. */
        TOKEN_INACTIVE,
        /** The user's password pauses after too many wrong ones. */
        PAUSED
    }

    EnrollmentRefused(Reason reason) {
        this(reason, null, null);
    }
}
