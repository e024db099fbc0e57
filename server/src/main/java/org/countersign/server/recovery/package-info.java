/**
 * Level 5. What stands in for a token that is not at hand: recovery codes, temporary passcodes. Owns recovery_code,
 * temporary_passcode.
 */
@NullMarked
@ApplicationModule(
        id = "recovery",
        displayName = "recovery",
        allowedDependencies = {"kernel", "audit", "virtualservers", "users", "policy", "notification"})
package org.countersign.server.recovery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
