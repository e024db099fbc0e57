package org.countersign.acmewiki;

/** A sign-in that the wiki does not believe; the message says why, for the wiki's log. */
final class SignInFailed extends Exception {
    private static final long serialVersionUID = 1L;

    SignInFailed(String why) {
        super(why);
    }

    SignInFailed(String why, Throwable cause) {
        super(why, cause);
    }
}
