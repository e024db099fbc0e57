/**
 * Level 6. Provisioning tasks, activation, key agreement. Owns provisioning_task, enrollment, enrollment_begin.
 */
@NullMarked
@ApplicationModule(
        id = "enrollment",
        displayName = "enrollment",
        allowedDependencies = {"kernel", "audit", "virtualservers", "users", "tokens", "policy", "notification"})
package org.countersign.server.enrollment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
