/**
 * Level 8. Who may do what: operators, their roles, how far they see, and what their own sign-in asks.
 */
@NullMarked
@ApplicationModule(
        id = "web.console.operators",
        displayName = "web.console.operators",
        allowedDependencies = {"kernel", "users", "authentication", "web.console"})
package org.countersign.server.web.console.operators;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
