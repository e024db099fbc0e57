package org.countersign.server.enrollment;

import java.time.Instant;

/** What came of asking by a typed code. */
public sealed interface TypedAnswer {
    /**
     * The code names an activation that waits for an app.
     *
     * @param sealed the activation string, base64url, for whoever knows the code
     */
    record Found(String sealed) implements TypedAnswer {}

    /** It names none: it is wrong, or what it named has ended. One answer for both. */
    record Unknown() implements TypedAnswer {}

    /** Too many wrong ones came from there, or altogether; nothing was looked at. */
    record Paused(Instant until) implements TypedAnswer {}
}
