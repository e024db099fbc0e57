package org.countersign.server.protocol.oidc;

import java.io.Serializable;
import java.util.List;
import java.util.UUID;
import org.countersign.server.kernel.ApplicationId;

/**
 * A question 'who is this?' that waits in the browser's session for a sign-in: an application's, or one of our own pages'.
 *
 * @param key names it among the questions of one session; it stands in the address of the login page and opens nothing
 * @param application who asks
 * @param applicationName its name for people
 * @param slug name of the virtual server in addresses
 * @param returnAddresses where the answer may go
 * @param address where the question is asked again once the person has signed in
 */
public record PendingAuthorization(
        String key, UUID application, String applicationName, String slug, List<String> returnAddresses, String address)
        implements Serializable {

    /** Returns who asks. */
    public ApplicationId applicationId() {
        return new ApplicationId(application);
    }
}
