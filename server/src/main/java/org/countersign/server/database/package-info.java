/**
 * Level 0. The one database: PostgreSQL, embedded or external, durable, migrated before anything else runs.
 */
@NullMarked
@ApplicationModule(
        id = "database",
        displayName = "database",
        allowedDependencies = {"kernel"})
package org.countersign.server.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
