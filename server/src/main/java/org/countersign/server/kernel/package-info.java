/**
 * Level 0. Ids, secrets and their sealing, time and randomness, where this server is reached. Knows no feature, owns no table.
 */
@NullMarked
@ApplicationModule(
        id = "kernel",
        displayName = "kernel",
        allowedDependencies = {})
package org.countersign.server.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
