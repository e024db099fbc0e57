/**
 * Level 5. Push requests: create, number, signed answer, expiry, limits against fatigue. Owns push_request.
 */
@NullMarked
@ApplicationModule(
        id = "push",
        displayName = "push",
        allowedDependencies = {
            "kernel",
            "audit",
            "virtualservers",
            "users",
            "tokens",
            "policy",
            "places",
            "reactions",
            "notification"
        })
package org.countersign.server.push;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
