package org.countersign.server.push;

/** What came of the wish to ask a user on their phone. */
public sealed interface PushStart {
    /** A request is open; the caller shows its progress. */
    record Started(PushProgress progress) implements PushStart {}

    /** The user has no app that can and wants to be asked, or the policy allows no push. */
    record NotPossible() implements PushStart {}

    /** Too many requests went unanswered; the caller offers the passcode instead. */
    record Withheld() implements PushStart {}
}
