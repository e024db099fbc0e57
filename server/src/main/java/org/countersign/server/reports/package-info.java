/**
 * Level 7. Reports: answers to what operators ask about people, tokens and sign-ins, over views that the owners publish;
 * made at once or on a schedule, and kept for a while. Owns report_run, report_chunk, report_rule.
 */
@NullMarked
@ApplicationModule(
        id = "reports",
        displayName = "reports",
        allowedDependencies = {
            "kernel",
            "audit",
            "virtualservers",
            "users",
            "tokens",
            "enrollment",
            "notification",
            "web.shell"
        })
package org.countersign.server.reports;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
