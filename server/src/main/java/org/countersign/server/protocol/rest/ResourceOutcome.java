package org.countersign.server.protocol.rest;

import java.util.Optional;
import org.countersign.server.protocol.oidc.OidcClients;
import org.countersign.server.virtualservers.Application;

/** What came of an act on an application. */
public sealed interface ResourceOutcome {
    /**
     * Done.
     *
     * @param registration what its client needs to know, when there is a new secret; it can be shown this once
     */
    record Done(Application application, Optional<OidcClients.Registration> registration) implements ResourceOutcome {}

    /** What was given cannot be accepted; nothing was changed. */
    record Unacceptable(Fault fault) implements ResourceOutcome {}

    /** It has no OpenID Connect client. */
    record NoClient() implements ResourceOutcome {}

    /** What cannot be accepted. */
    enum Fault {
        NAME,
        NAME_TAKEN,
        ADDRESSES
    }
}
