/**
 * Level 8. The device API on the app origin, and the app itself: translates, holds no rules.
 */
@NullMarked
@ApplicationModule(
        id = "protocol.device",
        displayName = "protocol.device",
        allowedDependencies = {
            "kernel",
            "audit",
            "virtualservers",
            "users",
            "tokens",
            "push",
            "enrollment",
            "notification"
        })
package org.countersign.server.protocol.device;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
