/**
 * Level 8. Provisioning tasks: who is asked to enroll, by when, how far they are, and with which app.
 */
@NullMarked
@ApplicationModule(
        id = "web.console.provisioning",
        displayName = "web.console.provisioning",
        allowedDependencies = {"kernel", "users", "policy", "tokens", "enrollment", "web.console"})
package org.countersign.server.web.console.provisioning;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
