/**
 * Level 7. What people do for themselves: add an authenticator with a code by mail and their password, replace it, report it
 * lost. Owns mail_code, self_enrollment.
 */
@NullMarked
@ApplicationModule(
        id = "selfservice",
        displayName = "selfservice",
        allowedDependencies = {
            "kernel",
            "audit",
            "virtualservers",
            "users",
            "notification",
            "tokens",
            "policy",
            "recovery",
            "enrollment",
            "authentication"
        })
package org.countersign.server.selfservice;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
