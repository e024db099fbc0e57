package org.countersign.server.enrollment;

import java.time.Instant;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.TokenId;

/** What came of offering an enrollment on a page. */
public sealed interface OfferOutcome {
    /**
     * Show this to the user who has just proved who they are, and to nobody else. A class would do no more: the string hides
     * itself.
     */
    record Offered(EnrollmentId enrollment, TokenId token, ActivationString activation, Instant expiresAt)
            implements OfferOutcome {}

    /** The inventory is empty. */
    record NoInventory() implements OfferOutcome {}

    /** There is no such user here, or they may not sign in. */
    record UnknownUser() implements OfferOutcome {}
}
