package org.countersign.server.policy;

/** What a change of the rules came to. */
public sealed interface PolicyOutcome {
    /** The rules hold from now on. */
    record Changed(int version) implements PolicyOutcome {}

    /** They are what they were before; no version was made. */
    record Unchanged(int version) implements PolicyOutcome {}

    /** Somebody else changed the rules meanwhile; nothing was overwritten. */
    record Overtaken(PolicyVersion now) implements PolicyOutcome {}
}
