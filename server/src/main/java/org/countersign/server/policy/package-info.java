/**
 * Level 2. Which factors, when, how strong: typed settings of a virtual server and pure decisions. Owns policy.
 */
@NullMarked
@ApplicationModule(
        id = "policy",
        displayName = "policy",
        allowedDependencies = {"kernel", "audit"})
package org.countersign.server.policy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
