package org.countersign.server.reactions;

import java.time.Instant;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that its user says was not them.
 *
 * @param subject what names it: the same one acts once
 * @param application what was signed in to, or none when unknown
 * @param serial of the token that was asked or used, or none when unknown
 * @param happenedAt when it happened
 * @param reporter address that the user says so from, or none when unknown: where they are themselves is not locked
 * @param byPhone whether they say so on the phone that was asked, while the sign-in waits; otherwise afterwards, in the portal
 */
public record Reported(
        VirtualServerId virtualServer,
        UserId user,
        String subject,
        @Nullable String application,
        @Nullable String ip,
        @Nullable String place,
        @Nullable String program,
        @Nullable String serial,
        Instant happenedAt,
        @Nullable String reporter,
        boolean byPhone) {}
