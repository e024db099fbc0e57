package org.countersign.server.notification;

/** What came of handing over one message. Reasons are for the operator's log and never hold the message. */
public sealed interface Attempt {
    /** The other side has it. */
    record Delivered() implements Attempt {}

    /** Not now; worth another try. */
    record Failed(String reason) implements Attempt {}

    /** Never: the other side refuses it for good. */
    record Refused(String reason) implements Attempt {}
}
