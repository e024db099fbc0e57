/**
 * Level 8. OpenID Connect provider, one issuer per virtual server. Owns oidc_client and the authorization tables.
 */
@NullMarked
@ApplicationModule(
        id = "protocol.oidc",
        displayName = "protocol.oidc",
        allowedDependencies = {"kernel", "audit", "virtualservers", "users", "authentication", "reactions", "web.shell"
        })
package org.countersign.server.protocol.oidc;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
