package org.countersign.server.notification;

import org.jspecify.annotations.Nullable;

/** What came of handing over one message. Reasons are for the operator's log and never hold the message. */
public sealed interface Attempt {
    /** The other side has it. */
    record Delivered() implements Attempt {}

    /** Not now; worth another try. */
    record Failed(String reason, @Nullable Throwable cause) implements Attempt {
        Failed(String reason) {
            this(reason, null);
        }
    }

    /** Never: the other side refuses it for good. */
    record Refused(String reason) implements Attempt {}
}
