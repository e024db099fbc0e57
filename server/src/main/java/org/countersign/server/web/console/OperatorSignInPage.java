package org.countersign.server.web.console;

import org.countersign.server.virtualservers.VirtualServer;
import org.jspecify.annotations.Nullable;

/**
 * What the operators' sign-in page shows.
 *
 * @param userName what was typed before, to correct it
 * @param next where to go on to
 * @param problem {@code wrong}, {@code paused}, {@code out-of-use}, or none
 */
public record OperatorSignInPage(
        VirtualServer virtualServer,
        String userName,
        String next,
        @Nullable String problem) {}
