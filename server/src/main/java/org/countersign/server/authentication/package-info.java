/**
 * Level 6. One sign-in from start to outcome. Owns sign_in.
 */
@NullMarked
@ApplicationModule(
        id = "authentication",
        displayName = "authentication",
        allowedDependencies = {
            "kernel",
            "audit",
            "virtualservers",
            "users",
            "tokens",
            "policy",
            "push",
            "recovery",
            "reactions"
        })
package org.countersign.server.authentication;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
