package org.countersign.server.web.login;

import org.countersign.server.push.PushProgress;

/** The ways a request to a phone ends without a sign-in, each with its own words and one next step. */
public enum Ending {
    DENIED("stop", false),
    WRONG_NUMBER("stop", false),
    REPORTED("stop", false),
    EXPIRED("time", true),
    UNDELIVERED("phone", true),
    SUPERSEDED("time", true),
    OVER("time", false),
    TOO_OLD("time", false);

    private final String icon;
    private final boolean passcodeNext;

    Ending(String icon, boolean passcodeNext) {
        this.icon = icon;
        this.passcodeNext = passcodeNext;
    }

    /** Returns how a decided request ended. */
    public static Ending of(PushProgress progress) {
        return switch (progress.state()) {
            case DENIED -> "number".equals(progress.reason()) ? WRONG_NUMBER : DENIED;
            case REPORTED -> REPORTED;
            case EXPIRED -> progress.delivered() || progress.opened() ? EXPIRED : UNDELIVERED;
            case SUPERSEDED -> SUPERSEDED;
            case CONSUMED, PENDING, APPROVED -> OVER;
        };
    }

    /** Returns the drawing that stands above the words. */
    public String icon() {
        return icon;
    }

    /** Says whether the next step is a passcode; otherwise it is a new start. */
    public boolean passcodeNext() {
        return passcodeNext;
    }
}
