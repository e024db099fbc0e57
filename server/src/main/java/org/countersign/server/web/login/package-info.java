/**
 * Level 8. The pages a person who signs in sees, and the self-enrollment page.
 */
@NullMarked
@ApplicationModule(
        id = "web.login",
        displayName = "web.login",
        allowedDependencies = {
            "kernel",
            "virtualservers",
            "users",
            "tokens",
            "policy",
            "push",
            "authentication",
            "enrollment",
            "protocol.oidc",
            "web.shell"
        })
package org.countersign.server.web.login;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
