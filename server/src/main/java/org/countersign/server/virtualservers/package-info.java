/**
 * Level 2. Organisations, their keys and their applications. Owns virtual_server, signing_key, application.
 */
@NullMarked
@ApplicationModule(
        id = "virtualservers",
        displayName = "virtualservers",
        allowedDependencies = {"kernel", "audit"})
package org.countersign.server.virtualservers;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
