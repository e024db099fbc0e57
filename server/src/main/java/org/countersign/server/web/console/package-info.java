/**
 * Level 8. Where operators arrive: their sign-in, what they may see and do, and what every page of the console starts
 * from. Each area of the console is a module of its own below.
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
            "tokens",
            "push",
            "reactions",
            "authentication",
            "enrollment",
            "web.login",
            "web.shell"
        })
package org.countersign.server.web.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
