/**
 * Level 3. People: users and operators, their passwords and locks, their groups and containers. Owns user_account, operator,
 * operator_role, operator_rule, operator_session, password_lock, container, user_group, membership, user_word, user_tally,
 * password_link, user_import.
 */
@NullMarked
@ApplicationModule(
        id = "users",
        displayName = "users",
        allowedDependencies = {"kernel", "audit", "virtualservers", "policy", "notification"})
package org.countersign.server.users;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
