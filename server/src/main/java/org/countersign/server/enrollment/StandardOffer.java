package org.countersign.server.enrollment;

import java.time.Instant;

/** What came of giving a user a token for a standard authenticator app. */
public sealed interface StandardOffer {
    /** The mail is on its way. */
    record Mailed(String serial, Instant expiresAt) implements StandardOffer {}

    /** The rules do not allow such tokens. */
    record Forbidden() implements StandardOffer {}

    /** There is no such user, or they may not sign in. */
    record UnknownUser() implements StandardOffer {}

    /** The user has no mail address. */
    record NoMailAddress() implements StandardOffer {}

    /** The inventory is empty. */
    record NoInventory() implements StandardOffer {}
}
