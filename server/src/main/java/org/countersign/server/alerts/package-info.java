/**
 * Level 7. Alerts: reads the record as it grows, and tells those who want to know, by mail or webhook. Owns alert_recipient,
 * alert_throttle, alert_setting, alert_log, alert_position, lock_mail.
 */
@NullMarked
@ApplicationModule(
        id = "alerts",
        displayName = "alerts",
        allowedDependencies = {"kernel", "audit", "virtualservers", "policy", "users", "notification", "tokens"})
package org.countersign.server.alerts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
