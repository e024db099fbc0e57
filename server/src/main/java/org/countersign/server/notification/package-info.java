/**
 * Level 3. Delivers a finished message by mail or web push through an outbox; knows nothing of passcodes. Owns outbox_message, server_key.
 */
@NullMarked
@ApplicationModule(
        id = "notification",
        displayName = "notification",
        allowedDependencies = {"kernel", "audit"})
package org.countersign.server.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
