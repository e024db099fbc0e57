/**
 * Level 8. The REST API for agents and management: translates, holds no rules. Owns api_client.
 */
@NullMarked
@ApplicationModule(
        id = "protocol.rest",
        displayName = "protocol.rest",
        allowedDependencies = {
            "kernel",
            "audit",
            "virtualservers",
            "users",
            "notification",
            "tokens",
            "policy",
            "push",
            "reactions",
            "recovery",
            "authentication",
            "enrollment",
            "evidence",
            "reports",
            "protocol.oidc",
            "alerts",
            "bulk",
            "web.shell"
        })
package org.countersign.server.protocol.rest;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
