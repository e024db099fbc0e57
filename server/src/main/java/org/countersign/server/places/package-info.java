/**
 * Level 1. Where an address seems to be, from a file beside the server: nobody else is asked. Owns no table.
 */
@NullMarked
@ApplicationModule(
        id = "places",
        displayName = "places",
        allowedDependencies = {"kernel"})
package org.countersign.server.places;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
