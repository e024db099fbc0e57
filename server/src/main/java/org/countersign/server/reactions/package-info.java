/**
 * Level 4. What happens when a user says of a sign-in: 'It wasn't me!' A ladder of steps, each on record and each undone singly
 * or with the others. Owns sign_in_report, reaction. It does nothing to anybody itself: whoever lets people in asks it.
 */
@NullMarked
@ApplicationModule(
        id = "reactions",
        displayName = "reactions",
        allowedDependencies = {"kernel", "audit", "virtualservers", "users", "policy", "notification"})
package org.countersign.server.reactions;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
