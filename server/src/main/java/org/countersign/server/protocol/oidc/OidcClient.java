package org.countersign.server.protocol.oidc;

import java.net.URI;
import java.util.List;
import org.countersign.server.kernel.ApplicationId;
import org.countersign.server.kernel.VirtualServerId;

/**
 * An application as a client of its virtual server's issuer.
 *
 * @param redirectUris addresses an answer may go to, compared byte for byte
 * @param postLogoutUris addresses people may be sent to after signing out
 */
public record OidcClient(
        ApplicationId application,
        VirtualServerId virtualServer,
        String clientId,
        List<URI> redirectUris,
        List<URI> postLogoutUris) {}
