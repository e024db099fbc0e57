package org.countersign.device;

import java.time.Instant;

/** What became of a push answer. */
public sealed interface AnswerOutcome {
    /**
     * The server took it.
     *
     * @param state {@code APPROVED}, {@code DENIED} or {@code REPORTED}
     */
    record Taken(String state) implements AnswerOutcome {}

    /**
     * Nothing was sent: this app has already spent the passcodes of this step and the next.
     *
     * @param until when the next passcode is free
     */
    record MustWait(Instant until) implements AnswerOutcome {}

    /**
     * The server refused it.
     *
     * @param refusal with its code, for example {@code request_expired} or {@code number_wrong}
     */
    record Refused(ServerRefusal refusal) implements AnswerOutcome {}
}
