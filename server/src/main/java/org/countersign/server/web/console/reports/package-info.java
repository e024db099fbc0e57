/**
 * Level 8. Reports: shown, kept, and made again by a schedule.
 */
@NullMarked
@ApplicationModule(
        id = "web.console.reports",
        displayName = "web.console.reports",
        allowedDependencies = {"kernel", "audit", "virtualservers", "users", "reports", "web.shell", "web.console"})
package org.countersign.server.web.console.reports;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
