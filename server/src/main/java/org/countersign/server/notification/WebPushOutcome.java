package org.countersign.server.notification;

/** What came of a web push message. */
public enum WebPushOutcome {
    /** The push service has taken it. */
    SENT,
    /** The push service says that the subscription is gone; forget it. */
    GONE,
    /** The address is of no push service this server may call, or the service refuses the message for good. */
    REFUSED,
    /** The push service could not be reached in time. */
    FAILED
}
