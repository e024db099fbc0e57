/**
 * Level 8. Users, groups and containers: who there is, where they belong, and bringing them in from a file.
 */
@NullMarked
@ApplicationModule(
        id = "web.console.people",
        displayName = "web.console.people",
        allowedDependencies = {
            "kernel",
            "users",
            "tokens",
            "recovery",
            "enrollment",
            "web.console",
            "web.console.activity"
        })
package org.countersign.server.web.console.people;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
