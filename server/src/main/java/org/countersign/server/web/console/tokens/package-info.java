/**
 * Level 8. Tokens: search, details, every act of their life, one by one or many at once, and bringing hardware in from a file.
 */
@NullMarked
@ApplicationModule(
        id = "web.console.tokens",
        displayName = "web.console.tokens",
        allowedDependencies = {
            "kernel",
            "audit",
            "users",
            "tokens",
            "enrollment",
            "bulk",
            "web.shell",
            "web.console",
            "web.console.activity",
            "web.console.people"
        })
package org.countersign.server.web.console.tokens;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
