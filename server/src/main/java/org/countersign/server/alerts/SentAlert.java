package org.countersign.server.alerts;

import java.time.Instant;
import java.util.UUID;

/**
 * An alert that was sent.
 *
 * @param target address or user name that it went to
 * @param times how often it had happened since the one before
 */
public record SentAlert(
        UUID id, AlertEvent event, AlertRecipient.Kind kind, String target, int times, Instant sentAt) {}
