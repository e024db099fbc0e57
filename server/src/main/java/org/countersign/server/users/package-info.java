/**
 * Level 3. People: users and operators, their passwords and locks. Owns user_account, operator, operator_session,
 * password_lock.
 */
@NullMarked
@ApplicationModule(
        id = "users",
        displayName = "users",
        allowedDependencies = {"kernel", "audit", "virtualservers", "policy"})
package org.countersign.server.users;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
