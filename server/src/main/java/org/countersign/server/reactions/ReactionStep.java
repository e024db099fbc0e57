package org.countersign.server.reactions;

/** A step of the ladder. Names are stored. */
public enum ReactionStep {
    /** No push request is sent to the user for a while. Passcodes work. */
    STOP_PUSHES(true),
    /** The address that it came from is refused for this user, for a while. */
    LOCK_SOURCE(true),
    /** Sign-ins that were open have ended, and browsers that were signed in are asked again. */
    END_SIGN_INS(false),
    /** The operators have a mail. */
    ALERT_OPERATORS(false),
    /** The user chooses a new password at the next sign-in, after the second factor. */
    CHANGE_PASSWORD(true);

    private final boolean undoable;

    ReactionStep(boolean undoable) {
        this.undoable = undoable;
    }

    /** Says whether there is something to take back: a mail is sent, and who was signed out signs in again. */
    public boolean isUndoable() {
        return undoable;
    }
}
