/**
 * Level 8. The pages operators work with.
 */
@NullMarked
@ApplicationModule(
        id = "web.console",
        displayName = "web.console",
        allowedDependencies = {
            "kernel",
            "audit",
            "virtualservers",
            "users",
            "policy",
            "tokens",
            "push",
            "reactions",
            "recovery",
            "authentication",
            "places",
            "enrollment",
            "evidence",
            "reports",
            "protocol.oidc",
            "protocol.rest",
            "web.login",
            "alerts",
            "notification",
            "bulk",
            "web.shell"
        })
package org.countersign.server.web.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
