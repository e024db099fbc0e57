/**
 * Level 4. The life of every token and its device: allocate, assign, spend, resynchronise, revoke. Owns token, device,
 * server_pin, pin_message, challenge. The only module that opens a seed.
 */
@NullMarked
@ApplicationModule(
        id = "tokens",
        displayName = "tokens",
        allowedDependencies = {"kernel", "audit", "virtualservers", "users", "policy"})
package org.countersign.server.tokens;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
