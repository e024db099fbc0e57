package org.countersign.server.tokens;

/** What came of an act on a token. */
public sealed interface ActOutcome {
    /** It is done and on record. */
    record Done(Token token) implements ActOutcome {}

    /** The table does not allow it in the token's state; nothing changed. */
    record Refused(Token token, NotAllowed why) implements ActOutcome {}

    /** Something else happened to the token since it was looked at; nothing changed. */
    record Overtaken(Token token) implements ActOutcome {}

    /** The passcode that was to prove a device is not its own; nothing changed but the count of failures. */
    record NotProven(Token token) implements ActOutcome {}

    /** There is no such user who may sign in. */
    record UnknownUser() implements ActOutcome {}

    /** There is no such token here. */
    record UnknownToken() implements ActOutcome {}
}
