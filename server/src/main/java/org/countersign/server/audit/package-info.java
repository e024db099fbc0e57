/**
 * Level 1. The append-only, chained record. Owns audit_event, audit_chain, audit_checkpoint. Called inside the transaction
 * of what it records: what cannot be recorded must not happen.
 */
@NullMarked
@ApplicationModule(
        id = "audit",
        displayName = "audit",
        allowedDependencies = {"kernel"})
package org.countersign.server.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
