/**
 * Level 8. The record: search, export, and whether it is whole.
 */
@NullMarked
@ApplicationModule(
        id = "web.console.audit",
        displayName = "web.console.audit",
        allowedDependencies = {
            "kernel",
            "audit",
            "virtualservers",
            "users",
            "tokens",
            "evidence",
            "reports",
            "web.shell",
            "web.console"
        })
package org.countersign.server.web.console.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
