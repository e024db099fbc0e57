package org.countersign.server.push;

import org.countersign.server.kernel.PushRequestId;

/** What the app that holds a token hears about its push requests. */
public sealed interface PushEvent {
    /** Returns the token's serial number. */
    String serial();

    /** Somebody signs in as the token's user. */
    record Asked(String serial, PushRequestId id, String jws) implements PushEvent {}

    /** A request needs no answer any more. */
    record Ended(String serial, PushRequestId id, PushState state) implements PushEvent {}
}
