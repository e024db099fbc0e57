package org.countersign.server.authentication;

import java.time.Instant;
import org.countersign.server.push.PushState;
import org.countersign.server.users.UserAccount;

/** What came of a second factor. */
public sealed interface SignInStep {
    /** The person is who they say; this sign-in is over and can not be used again. */
    record SignedIn(UserAccount user, String factor) implements SignInStep {}

    /** The factors are right, but an operator had set the PIN: the person is let in once they have chosen another. */
    record PinToChoose() implements SignInStep {}

    /** The factors are right, but a new password is due: the person is let in once they have chosen one. */
    record PasswordToChoose() implements SignInStep {}

    /** The passcode is wrong, spent, or of no token: one answer for all. The sign-in goes on. */
    record PasscodeRefused() implements SignInStep {}

    /** Too many wrong passcodes; none is looked at before {@code until}. */
    record Paused(Instant until) implements SignInStep {}

    /** The challenge was answered before, is too old, or is not this sign-in's; nothing was looked at. */
    record ChallengeOver() implements SignInStep {}

    /** The push request is not approved (yet); {@code state} says how it stands. */
    record PushNotApproved(PushState state) implements SignInStep {}

    /** This sign-in is over: used, stopped by a report, or too old. The person starts again. */
    record Over() implements SignInStep {}

    /** Says whether the factors were right: no other one is needed. */
    default boolean isProven() {
        return this instanceof SignedIn || this instanceof PinToChoose || this instanceof PasswordToChoose;
    }
}
