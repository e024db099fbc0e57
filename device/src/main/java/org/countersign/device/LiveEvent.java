package org.countersign.device;

import org.countersign.device.wire.PushRequest;

/** News of the live stream. */
public sealed interface LiveEvent {
    /** Somebody signs in as you. */
    record Requested(PushRequest request) implements LiveEvent {}

    /**
     * A request is no longer open.
     *
     * @param state {@code EXPIRED}, {@code SUPERSEDED}, {@code APPROVED}, {@code DENIED} or {@code REPORTED}
     */
    record Ended(String serial, String requestId, String state) implements LiveEvent {}

    /** The token is no longer active. */
    record Revoked(String serial) implements LiveEvent {}

    /** Something came that was no genuine request, and was dropped. */
    record Dropped(String serial) implements LiveEvent {}
}
