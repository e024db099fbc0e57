/**
 * Level 8. What holds for a virtual server: policies, self-service, mails, alerts, applications and keys.
 */
@NullMarked
@ApplicationModule(
        id = "web.console.settings",
        displayName = "web.console.settings",
        allowedDependencies = {
            "kernel",
            "virtualservers",
            "users",
            "policy",
            "tokens",
            "protocol.oidc",
            "protocol.rest",
            "alerts",
            "notification",
            "web.console"
        })
package org.countersign.server.web.console.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
