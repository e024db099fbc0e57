/**
 * Level 3. Makes the record provable: signs its ends, checks it as a whole, and exports it so that anybody can check it
 * without this server. Owns audit_check.
 */
@NullMarked
@ApplicationModule(
        id = "evidence",
        displayName = "evidence",
        allowedDependencies = {"kernel", "audit", "virtualservers"})
package org.countersign.server.evidence;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
