/**
 * Level 8. What happens: the Snapshot, sign-ins, what needs a person, reported sign-ins, and the life of a user or token as lines.
 */
@NullMarked
@ApplicationModule(
        id = "web.console.activity",
        displayName = "web.console.activity",
        allowedDependencies = {
            "kernel",
            "audit",
            "users",
            "tokens",
            "reactions",
            "places",
            "enrollment",
            "reports",
            "web.shell",
            "web.console"
        })
package org.countersign.server.web.console.activity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
