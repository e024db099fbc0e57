/**
 * Level 9. The self-service portal: what people do without calling the help desk. Owns no table and holds no rules.
 */
@NullMarked
@ApplicationModule(
        id = "web.portal",
        displayName = "web.portal",
        allowedDependencies = {
            "kernel",
            "audit",
            "virtualservers",
            "users",
            "places",
            "tokens",
            "policy",
            "push",
            "reactions",
            "recovery",
            "enrollment",
            "authentication",
            "selfservice",
            "protocol.oidc",
            "web.login",
            "web.shell"
        })
package org.countersign.server.web.portal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
