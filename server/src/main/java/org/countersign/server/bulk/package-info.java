/**
 * Level 7. Acts on many tokens and users at once, in the background, with a result for each. Owns bulk_job, bulk_item.
 */
@NullMarked
@ApplicationModule(
        id = "bulk",
        displayName = "bulk",
        allowedDependencies = {"kernel", "audit", "users", "tokens", "enrollment"})
package org.countersign.server.bulk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
